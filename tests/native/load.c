// Loads the library that is named, as the runtime does, with every symbol that it needs, and asks it a question.
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    void *library = dlopen(argv[1], RTLD_NOW);
    if (library == NULL)
    {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    int32_t (*can_unload)(void) = (int32_t (*)(void))dlsym(library, "DllCanUnloadNow");
    return can_unload != NULL && can_unload() == 1 ? 0 : 1;
}
