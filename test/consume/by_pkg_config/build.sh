#!/bin/sh
# Builds the app with nothing but compilers and pkg-config: build.sh SOURCES OUTPUT
set -eu
flags=$(pkg-config --cflags repool-sqlite)
libs=$(pkg-config --libs repool-sqlite)
# shellcheck disable=SC2086
"${CC:-cc}" -std=c99 $flags -c "$1/count.c" -o "$2.count.o"
# shellcheck disable=SC2086
"${CXX:-c++}" -std=c++11 $flags "$1/main.cpp" "$2.count.o" -o "$2" $libs
