package calendar

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

func TestReadDays(t *testing.T) {
	const file = "\ufeff# của chúng tôi\r\nDate, Name ,kind,source\r\n\r\n" +
		"2027-09-03,\"Quốc khánh:\u00a0ngày  liền kề, cả nước\",OFF,Thông báo 1/TB-BNV\r\n" +
		" 9/1/2027 ,Làm bù,working,\r\n"
	days, err := ReadDays(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	want := []Day{
		{date(t, "2027-09-03"), "Quốc khánh: ngày liền kề, cả nước", false, "Thông báo 1/TB-BNV"},
		{date(t, "2027-01-09"), "Làm bù", true, ""},
	}
	if fmt.Sprint(days) != fmt.Sprint(want) {
		t.Errorf("read %v, want %v", days, want)
	}
	for _, empty := range []string{"", "date,name,kind,source", "# chưa có gì\n\n"} {
		if days, err := ReadDays(strings.NewReader(empty)); err != nil || len(days) != 0 {
			t.Errorf("%q gives %v, %v", empty, days, err)
		}
	}
}

func TestReadDaysErrors(t *testing.T) {
	var many strings.Builder
	for d := (viet.Date{Year: firstYear, Month: time.January, Day: 1}); many.Len() < maxFileBytes/4; d = d.AddDays(1) {
		fmt.Fprintf(&many, "%s,nghỉ,off,\n", d)
	}
	for _, c := range []struct{ file, want string }{
		{"# một\n\n2027-02-29,Tết,off,x\n", "dòng 3: “2027-02-29” không phải là một ngày"},
		{"date,name,kind,source\n31/4/2027,Tết,off,x\n", "dòng 2: “31/4/2027” không phải"},
		{"2027-01-02,a,off,x\ndate,name,kind,source\n", "dòng 2: “date” không phải"},
		{",a,off,x", "dòng 1: “” không phải"},
		{"0206-01-02,a,off,x", "năm 206 nằm ngoài khoảng 2000–2199"},
		{"02/01/2200,a,off,x", "năm 2200 nằm ngoài khoảng 2000–2199"},
		{"2027-01-02,a,off", "dòng 1: có 3 cột; cần đúng 4 cột cách nhau bằng dấu phẩy: date,name,kind,source"},
		{"2027-01-02;a;off;x", "dòng 1: có 1 cột"},
		{"2027-01-02,a,off,x,y", "dòng 1: có 5 cột"},
		{"2027-01-02, ,off,x", "dòng 1: thiếu tên của ngày 02/01/2027"},
		{"2027-01-02,a,nghỉ,x", "dòng 1: loại “nghỉ” không có; hãy viết off (ngày nghỉ) hoặc working (ngày làm việc)"},
		{"2027-01-02,a,off,x\n# hai\n02/01/2027,b,working,y", "dòng 3: ngày 02/01/2027 đã có ở dòng 1"},
		{"2027-01-02,\"a,off,x\n2027-01-03,b,off,y\n", "dòng 1: dấu ngoặc kép"},
		{"2027-01-02,a\"b,off,x", "dòng 1: dấu ngoặc kép"},
		{"2027-01-02,a\x00b,off,x", "dòng 1: cột name có ký tự điều khiển"},
		{"2027-01-02,a,off,\u202egnud", "dòng 1: cột source có ký tự điều khiển hoặc ký tự không hiện được"},
		{"2027-01-02,T\xeat,off,x", "dòng 1: cột name không phải chữ UTF-8"},
		{"2027-01-02," + strings.Repeat("ế", maxTextRunes+1) + ",off,x", "dòng 1: cột name dài quá 200 ký tự"},
		{strings.Repeat("x", 150) + ",a,off,x", "dòng 1: “" + strings.Repeat("x", maxQuoted) + "…” không phải"},
		{strings.Repeat("x", maxFileBytes+1), "tệp ngày nghỉ lớn hơn 1 MB"},
		{many.String(), "dòng 5001: tệp có hơn 5000 ngày"},
	} {
		days, err := ReadDays(strings.NewReader(c.file))
		if err == nil || !strings.Contains(err.Error(), c.want) || days != nil {
			t.Errorf("%.60q gives %d days and %v, want %s", c.file, len(days), err, c.want)
		}
	}
	cause := errors.New("đĩa hỏng")
	if _, err := ReadDays(iotest.ErrReader(cause)); !errors.Is(err, cause) {
		t.Errorf("a broken reader gives %v", err)
	}
}

func TestLongestFile(t *testing.T) {
	file := append(bytes.Repeat([]byte("#\n"), maxFileBytes/2-1), "\n\n"...)
	if _, err := ReadDays(bytes.NewReader(file)); err != nil {
		t.Errorf("a file of %d bytes gives %v", len(file), err)
	}
}

func FuzzReadDays(f *testing.F) {
	for _, s := range []string{
		string(announced), "", "2027-01-02,a,off,x", "2027-01-02,a,off,x\n2/1/2027,b,working,y", "\ufeffdate,name,kind,source\n", "2027-01-02,\"a\nb\",off,x",
		"2027-01-02,\"\"\"\",off,", "2027-02-30,a,off,x", "2027-01-02,a\x00,off,x", "\x00", "\xff\xfe2", "#", "\"", ",,,", "99999999-01-01,a,off,x",
		strings.Repeat("x", 1<<10), strings.Repeat("2027-01-02,a,off,x\n", 20), "+2027-01-02,a,off,x", "-1/1/2027,a,off,x",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		days, err := ReadDays(bytes.NewReader(file))
		if err != nil {
			if days != nil || !utf8.ValidString(err.Error()) || !isPlain(err.Error()) || len(err.Error()) > 1000 {
				t.Fatalf("%d days and the error %q", len(days), err)
			}
			return
		}
		c := Default().With(days)
		seen := map[viet.Date]bool{}
		for _, d := range days {
			if _, exists := viet.NewDate(d.Date.Year, int(d.Date.Month), d.Date.Day); !exists || seen[d.Date] {
				t.Fatalf("%+v is no date, or comes twice", d)
			}
			seen[d.Date] = true
			if d.Name == "" || !isPlain(d.Name) || !isPlain(d.Source) {
				t.Fatalf("%+v cannot be shown", d)
			}
			if c.Off(d.Date) == d.Working {
				t.Fatalf("%+v has no effect", d)
			}
		}
	})
}
