#include "routes.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int dispatch(const char *path, const char *url)
{
    for (const struct route *route = routes; route->path; ++route)
        if (strcmp(route->path, path) == 0)
            return route->run(url);
    return 404;
}

int main(int argc, char **argv)
{
    char path[200];
    int server = socket(AF_INET, SOCK_STREAM, 0);

    if (argc < 2)
        return 2;
    listen(server, 16);
    for (;;) {
        int client = accept(server, 0, 0);
        ssize_t size = read(client, path, sizeof path - 1);

        path[size > 0 ? size : 0] = 0;
        dispatch(path, argv[1]);
        close(client);
    }
}
