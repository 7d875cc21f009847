# The doors of the project. Each target is one script in script/, readable on its own.

.PHONY: help demo test check bench papers shots build fmt

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## build, make the sample data once, print its totals, write the review of Quảng Ninh, serve the pages
	@script/demo.sh

test: ## everything that must hold; as root it installs what it needs with apt
	@script/test.sh

check: ## the content of the programme, the modules and the linters
	@script/check.sh

bench: ## the figures of doc/benchmarks.md, about an hour
	@script/bench.sh

papers: ## the sample reports as PDF and PNG in demo/papers/, through LibreOffice
	@script/papers.sh

shots: ## the pictures of the pages in doc/shots/, made from the sample data
	@script/shots.sh

build: ## bin/binhdang, one file without cgo
	@script/build.sh

fmt: ## gofmt on all Go files
	@gofmt -l -w cmd content internal
