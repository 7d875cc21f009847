package sheet
import ("testing";"os";"io";"time";"strings";"fmt";"runtime/pprof")
func TestLab(t *testing.T){
 p:=os.Getenv("LAB"); if p=="" {t.Skip()}
 pf,_:=os.Create("/tmp/sheetlab/cpu"); pprof.StartCPUProfile(pf); defer pprof.StopCPUProfile()
 f,_:=os.Open(p); st,_:=f.Stat()
 var cols []Column
 for i:=range 30 { h:=fmt.Sprint(i); if i%3==0 {h=fmt.Sprintf("Xã Vĩnh Thạnh Trung 1-%d",i)}; cols=append(cols,Column{ID:fmt.Sprint(i),Heading:h})}
 t0:=time.Now()
 r,err:=Open(p,f,st.Size(),cols,DefaultLimits); if err!=nil{t.Fatal(err)}
 n,c:=0,0
 for { row,err:=r.Next(); if err==io.EOF{break}; if err!=nil{t.Fatal(err)}; n++; c+=len(row.Cells)}
 b,_:=os.ReadFile("/proc/self/status"); for _,l:=range strings.Split(string(b),"\n"){ if strings.HasPrefix(l,"VmHWM"){t.Log(l)}}
 t.Log(p,n,c,time.Since(t0), r.texts())
}
func (r *Reader) texts() string { return fmt.Sprint(r.src.(*sheetRows).w.texts.count, r.src.(*sheetRows).w.left) }
