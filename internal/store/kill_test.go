package store_test

const childOf = "BINHDANG_KILL_CHILD"

func child() int { return 0 }
