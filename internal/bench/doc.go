// Package bench measures what issue and storage design promise: how fast totals
// are read, how little they cost to keep, how flat memory stays.
//
// It holds no code of the program. Its tests have the build tag bench and are
// run by make bench, which writes doc/benchmarks.md. Records are made up, the
// same every time; they are measured where they are kept, on both databases.
// What falls short of a floor is said in the figures; it does not fail the run,
// as a busy machine proves nothing.
package bench
