#include "store.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    printf("%d\n", store_add(argv[1], "first"));
    printf("%d\n", add_second(argv[1]));
    return 0;
}
