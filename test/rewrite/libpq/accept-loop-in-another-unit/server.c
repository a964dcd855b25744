#include "handle.h"

#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int server = socket(AF_INET, SOCK_STREAM, 0);

    if (argc < 2 || prepare(argv[1]))
        return 1;
    listen(server, 16);
    while (1) {
        int client = accept(server, 0, 0);

        handle(argv[1]);
        close(client);
    }
}
