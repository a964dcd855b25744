#pragma once

int handle(const char *url);
int prepare(const char *url);
