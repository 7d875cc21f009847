// Package house holds no code. Its tests keep the habits of this repository: who
// may import whom, what stays pure, what is documented, how long a file may grow,
// and that the word files of all languages say the same things.
//
// A test that fails here names the file and what to do about it. Where the habit
// is wrong and not the file, change the table and say why in doc/decisions.
package house
