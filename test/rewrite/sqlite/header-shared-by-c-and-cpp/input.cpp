#include "shared.h"

#include <iostream>

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << add_from_c(argv[1]) << shared_add(argv[1], 2) << '\n';
  return 0;
}
