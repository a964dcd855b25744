#pragma once

struct route {
    const char *path;
    int (*run)(const char *url);
};

extern const struct route routes[];
