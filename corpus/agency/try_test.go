package agency
import ("testing";"fmt";"os";"bufio";"strings")
func TestTry(t *testing.T){
 f,_:=os.Open("/tmp/ag/try.txt")
 sc:=bufio.NewScanner(f)
 for sc.Scan(){ c:=strings.ReplaceAll(sc.Text(),`\n`,"\n"); if c==""{continue}
  n,u:=Default().Split(c)
  fmt.Printf("%s\n    -> %s\n",sc.Text(),strings.Join(n," ‖ "))
  if len(u)>0 { fmt.Printf("    ?? %s\n",strings.Join(u," ‖ ")) }
  for _,x:=range n { if a,_:=Default().Split(x); len(a)!=1||a[0]!=x { fmt.Printf("    UNSTABLE %q -> %q\n",x,a)}}
 }
}
