package main

import (
	"context"
	"dondoc/bot/people"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // slim images have no zone files

	"github.com/alecthomas/kong"
)

// version is set by the build (-ldflags "-X main.version=…").
var version = "dev"

// The exit statuses of docs/contract.md.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// streams are what a command reads and writes: answers on out, everything else on err.
type streams struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// program is the command line: the settings that every command takes, and the commands.
type program struct {
	Config

	Serve       serveCommand       `cmd:"" default:"withargs" help:"Chạy trợ lý: trang chat và các kênh đã cấu hình (mặc định)."`
	Chat        chatCommand        `cmd:"" help:"Trò chuyện ngay trong cửa sổ lệnh."`
	Ask         askCommand         `cmd:"" help:"Trả lời một câu hỏi, hoặc một loạt câu hỏi."`
	Tasks       tasksCommand       `cmd:"" help:"In các nhiệm vụ đọc được từ văn bản."`
	Eval        evalCommand        `cmd:"" help:"Chấm các câu trả lời theo bộ câu hỏi chuẩn của mình."`
	Corpus      corpusCommand      `cmd:"" help:"Văn bản: kiểm tra, nạp, so sánh, công bố, quay lại."`
	Remind      remindCommand      `cmd:"" help:"Nhắc việc: xem trước, bật, tắt, theo dõi sổ gửi."`
	Board       boardCommand       `cmd:"" help:"Các ban, nhóm nhận nhắc và cách nhắc."`
	Progress    progressCommand    `cmd:"" help:"Tiến độ: xuất, nhập, vẽ biểu đồ."`
	People      peopleCommand      `cmd:"" help:"Người dùng, vai trò, mã ghép nối."`
	Audit       auditCommand       `cmd:"" help:"Nhật ký: ai đã làm gì, khi nào."`
	OwnTask     ownTaskCommand     `cmd:"" name:"own-task" help:"Việc riêng của một ban, ngoài văn bản."`
	Holiday     holidayCommand     `cmd:"" help:"Ngày nghỉ, ngày làm bù."`
	Settings    settingsCommand    `cmd:"" help:"In cấu hình đang có hiệu lực, che các khóa bí mật."`
	Healthcheck healthcheckCommand `cmd:"" help:"Hỏi máy chủ đang chạy có khỏe không (cho Docker)."`
	Version     kong.VersionFlag   `help:"In phiên bản."`
}

// usageError is a mistake of the person at the keyboard: exit status 2.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }

func (e usageError) Unwrap() error { return e.err }

// run is the whole program: it returns the exit status, and never exits itself but for --help and --version.
func run(ctx context.Context, args []string, std streams) int {
	var p program
	parser, err := kong.New(&p,
		kong.Name("dondoc"),
		kong.Description("Đôn đốc: ai chủ trì việc gì, hạn khi nào, ghi ở đâu. Mọi câu trả lời đều dẫn nguồn."),
		kong.Writers(std.out, std.err),
		kong.Vars{"version": version},
		kong.Resolvers(secretFiles{os.Getenv}),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		return complain(std.err, err)
	}
	ignoreEmptyVariables(parser)
	parsed, err := parser.Parse(args)
	if err != nil {
		return complain(std.err, usageError{errors.New(explainUsage(err) + "; xem dondoc --help")})
	}
	if err := p.Config.Validate(); err != nil {
		return complain(std.err, usageError{err})
	}
	ctx = people.WithActor(ctx, people.Actor{Name: byCommandLine, Where: "cli"}) // for the audit log
	parsed.BindTo(ctx, (*context.Context)(nil))
	return complain(std.err, parsed.Run(&p.Config, std))
}

// ignoreEmptyVariables makes NAME= mean the same as an unset NAME, as Docker and systemd files have it.
func ignoreEmptyVariables(parser *kong.Kong) {
	for _, flags := range parser.Model.AllFlags(false) {
		for _, f := range flags {
			if len(f.Envs) > 0 && os.Getenv(f.Envs[0]) == "" {
				f.Envs, f.Tag.Envs = nil, nil
			}
		}
	}
}

// complain writes one line about what went wrong and returns the exit status.
func complain(w io.Writer, err error) int {
	if err == nil {
		return exitDone
	}
	fmt.Fprintln(w, "dondoc: "+explain(err))
	if blamesSettings(err) {
		return exitUsage
	}
	return exitFailed
}
