package store_test
import ("testing";"os";"context";"time";"binhdang/internal/store";"binhdang/internal/store/storetest")
func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }
func TestSmoke(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		s := time.Now()
		db := open()
		t.Log(time.Since(s))
		s = time.Now()
		open()
		t.Log(time.Since(s))
		t.Log(db.Version(context.Background()))
	})
}
