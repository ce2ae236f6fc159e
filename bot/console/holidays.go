package console

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/reminders/calendar"
)

const holidaysPath = Base + "/ngay-nghi"

func holidayRoutes() []route {
	return []route{
		{method: "GET", path: holidaysPath, action: people.Configure, handle: holidays},
		{method: "POST", path: holidaysPath, action: people.Configure, handle: saveHoliday},
		{method: "POST", path: holidaysPath + "/xoa", action: people.Configure, handle: removeHoliday},
	}
}

// dayRow is a day on which the calendar departs from the plain week.
type dayRow struct {
	calendar.Day
	Weekday string
	Entered bool // by an administrator
}

// holidaysView is the page of days off.
type holidaysView struct {
	Years []tab
	Days  []dayRow
	Form  dayForm
}

// dayForm is a day as it is filled in.
type dayForm struct {
	Date, Name string
	Working    bool
	Problem    string
}

func holidays(c *Console, r *http.Request, _ *visit) (reply, error) {
	return c.holidaysReply(r, dayForm{})
}

func (c *Console) holidaysReply(r *http.Request, f dayForm) (reply, error) {
	s, err := c.snapshot(r.Context())
	if err != nil {
		return reply{}, err
	}
	today := c.today()
	year := today.Year
	d := holidaysView{Form: f}
	for y := today.Year - 1; y <= today.Year+2; y++ {
		if r.URL.Query().Get("nam") == strconv.Itoa(y) {
			year = y
		}
	}
	for y := today.Year - 1; y <= today.Year+2; y++ {
		d.Years = append(d.Years, tab{Path: fmt.Sprintf("%s?nam=%d", holidaysPath, y), Label: fmt.Sprint(y), Count: -1, Here: y == year})
	}
	entered := map[viet.Date]bool{}
	for _, x := range s.Days {
		entered[x.Date] = true
	}
	days := s.Calendar.Days(year)
	for _, x := range s.Days { // also those that say what the calendar says anyhow
		if x.Date.Year == year && !slices.ContainsFunc(days, func(y calendar.Day) bool { return y.Date == x.Date }) {
			days = append(days, x)
		}
	}
	slices.SortFunc(days, func(a, b calendar.Day) int { return a.Date.Compare(b.Date) })
	for _, x := range days {
		d.Days = append(d.Days, dayRow{x, weekdayName(x.Date), entered[x.Date]})
	}
	a := page("holidays.html", "Ngày nghỉ, ngày làm bù", d)
	if f.Problem != "" {
		a.status = http.StatusUnprocessableEntity
	}
	return a, nil
}

func weekdayName(d viet.Date) string {
	return [...]string{"chủ nhật", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy"}[d.Time().Weekday()]
}

func saveHoliday(c *Console, r *http.Request, v *visit) (reply, error) {
	f := dayForm{Date: v.form.Get("date"), Name: shorten(v.form.Get("name"), 100), Working: v.form.Get("working") != ""}
	d, err := viet.ParseDate(f.Date)
	today := c.today()
	switch {
	case err != nil:
		f.Date, f.Problem = "", "Ngày chưa đúng. Đề nghị chọn lại ngày."
	case d.Year < today.Year-1 || d.Year > today.Year+2:
		f.Problem = fmt.Sprintf("Chỉ đặt được ngày từ năm %d đến năm %d.", today.Year-1, today.Year+2)
	case f.Name == "":
		f.Problem = "Anh/chị chưa ghi tên ngày nghỉ hoặc lý do làm bù."
	case f.Working && d.Time().Weekday() != 0 && d.Time().Weekday() != 6:
		f.Problem = "Ngày làm bù phải là thứ bảy hoặc chủ nhật. Muốn bỏ một ngày nghỉ đã đặt, đề nghị bấm “Bỏ”."
	}
	if f.Problem != "" {
		return c.holidaysReply(r, f)
	}
	if err := c.cfg.Days.SaveHolidays(r.Context(), []calendar.Day{{Date: d, Name: f.Name, Working: f.Working, Source: "trang quản trị"}}); err != nil {
		return reply{}, fmt.Errorf("console: enter a day: %w", err)
	}
	return redirect(fmt.Sprintf("%s?nam=%d", holidaysPath, d.Year), fmt.Sprintf("Đã đặt ngày %s. Lịch nhắc được tính lại.", day(d))), nil
}

func removeHoliday(c *Console, r *http.Request, v *visit) (reply, error) {
	d, err := viet.ParseDate(v.form.Get("date"))
	if err != nil {
		return reply{}, bad("Ngày chưa đúng. Đề nghị tải lại trang.")
	}
	s, err := c.snapshot(r.Context())
	if err != nil {
		return reply{}, err
	}
	if !slices.ContainsFunc(s.Days, func(x calendar.Day) bool { return x.Date == d }) {
		return reply{}, bad("Ngày này không còn trong danh sách đã đặt. Đề nghị tải lại trang.")
	}
	if err := c.cfg.Days.RemoveHoliday(r.Context(), d); err != nil {
		return reply{}, fmt.Errorf("console: take a day back: %w", err)
	}
	return redirect(fmt.Sprintf("%s?nam=%d", holidaysPath, d.Year), fmt.Sprintf("Đã bỏ ngày %s. Lịch nhắc được tính lại.", day(d))), nil
}
