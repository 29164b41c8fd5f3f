/*
 * cp, as far as a kit is copied by it: cp [--optional] [-aRrpfv] SOURCE... TARGET. Linked statically, so that it runs in an image that has
 * nothing else.
 *
 * What it does beyond that: a file appears under its name only when it is complete, and startup hooks appear last. An application whose
 * DOTNET_STARTUP_HOOKS names a file of which something is missing ends before its first line; one that starts too early must find the
 * whole kit or nothing. It runs as any user, on a read-only root, and does not try to keep owners.
 *
 * --optional is for an init container, whose failure would keep the pod from starting: what could not be copied whole is taken away again
 * but for the hook, which lets the application run and says what is missing.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#define HOOK_SUFFIX "StartupHook.dll"
#define USAGE "cp [--optional] [-aRrpfv] SOURCE... TARGET"
#define WHOLE_FILE 0x7ffff000

static int failures;

static void fail(const char *what, const char *path)
{
    if (failures++ == 0)
        fprintf(stderr, "cp: %s %s: %s\n", what, path, strerror(errno));
}

static bool is_hook(const char *path)
{
    size_t length = strlen(path), suffix = strlen(HOOK_SUFFIX);
    return length >= suffix && strcmp(path + length - suffix, HOOK_SUFFIX) == 0;
}

static bool join(char *path, const char *folder, const char *name)
{
    int length = snprintf(path, PATH_MAX, "%s/%s", folder, name);
    if (length > 0 && length < PATH_MAX)
        return true;
    errno = ENAMETOOLONG;
    fail("cannot name a file in", folder);
    return false;
}

static bool send_all(int from, int to)
{
    for (;;)
    {
        ssize_t sent = sendfile(to, from, NULL, WHOLE_FILE);
        if (sent == 0)
            return true;
        if (sent < 0 && errno != EINTR && errno != EAGAIN)
            return false;
    }
}

/* Writes beside the target and renames: whoever looks sees the old file or the whole new one. */
static void copy_file(const char *source, const char *target, mode_t mode)
{
    char partial[PATH_MAX];
    if (snprintf(partial, sizeof partial, "%s.%d.part", target, (int)getpid()) >= (int)sizeof partial)
    {
        errno = ENAMETOOLONG;
        fail("cannot write", target);
        return;
    }
    int from = open(source, O_RDONLY | O_CLOEXEC);
    if (from < 0)
    {
        fail("cannot read", source);
        return;
    }
    int to = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool is_written = to >= 0 && send_all(from, to) && fchmod(to, mode & 0777) == 0;
    if (to >= 0 && close(to) != 0)
        is_written = false;
    if (!is_written || rename(partial, target) != 0)
    {
        fail("cannot write", target);
        unlink(partial);
    }
    close(from);
}

static void copy_link(const char *source, const char *target)
{
    char value[PATH_MAX];
    ssize_t length = readlink(source, value, sizeof value - 1);
    if (length < 0)
    {
        fail("cannot read", source);
        return;
    }
    value[length] = '\0';
    unlink(target);
    if (symlink(value, target) != 0)
        fail("cannot write", target);
}

typedef void Action(const char *source, const char *target);
static Action copy_files, copy_hooks;

/* Does something for each entry of a folder and its place in the target, and closes the folder. False: not all of it could be read. */
static bool for_entries(DIR *folder, const char *source, const char *target, Action *act)
{
    struct dirent *item;
    while (errno = 0, (item = readdir(folder)) != NULL)
    {
        char from[PATH_MAX], to[PATH_MAX];
        bool is_itself = strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0;
        if (!is_itself && join(from, source, item->d_name) && join(to, target, item->d_name))
            act(from, to);
    }
    int error = errno;
    closedir(folder);
    errno = error;
    return error == 0;
}

/* Copies what a tree has: without its hooks, or nothing but them. */
static void copy_tree(const char *source, const char *target, bool hooks)
{
    struct stat entry;
    if (lstat(source, &entry) != 0)
    {
        fail("cannot read", source);
        return;
    }
    if (S_ISLNK(entry.st_mode) && !hooks)
        copy_link(source, target);
    else if (S_ISREG(entry.st_mode) && is_hook(source) == hooks)
        copy_file(source, target, entry.st_mode);
    if (!S_ISDIR(entry.st_mode))
        return;
    if (mkdir(target, 0755) != 0 && errno != EEXIST)
    {
        fail("cannot make", target);
        return;
    }
    DIR *folder = opendir(source);
    if (folder == NULL)
    {
        fail("cannot read", source);
        return;
    }
    if (!for_entries(folder, source, target, hooks ? copy_hooks : copy_files))
        fail("cannot read", source);
}

static void copy_files(const char *source, const char *target) { copy_tree(source, target, false); }
static void copy_hooks(const char *source, const char *target) { copy_tree(source, target, true); }

/* Takes away what a tree has from where it was copied to. */
static void remove_tree(const char *source, const char *target)
{
    DIR *folder = opendir(source);
    if (folder == NULL)
    {
        unlink(target);
        return;
    }
    for_entries(folder, source, target, remove_tree);
    rmdir(target);
}

/* The last part of a path; empty when the contents of a folder are meant: "kit/." */
static const char *name_of(char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        path[--length] = '\0';
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ? "" : name;
}

static bool is_folder(const char *path)
{
    struct stat entry;
    return stat(path, &entry) == 0 && S_ISDIR(entry.st_mode);
}

/* Does something for each source and the place that it has in the target. */
static void for_each(char **sources, int count, const char *target, bool into, Action *act)
{
    for (int i = 0; i < count; i++)
    {
        char path[PATH_MAX];
        const char *name = into ? name_of(sources[i]) : "";
        if (name[0] == '\0')
            act(sources[i], target);
        else if (join(path, target, name))
            act(sources[i], path);
    }
}

int main(int argc, char **argv)
{
    int first = 1;
    bool optional = false;
    for (; first < argc && argv[first][0] == '-' && argv[first][1] != '\0'; first++)
    {
        if (strcmp(argv[first], "--") == 0)
        {
            first++;
            break;
        }
        if (strcmp(argv[first], "--optional") == 0)
            optional = true;
        else if (strspn(argv[first] + 1, "aRrpfv") != strlen(argv[first] + 1))
        {
            fprintf(stderr, "cp: unknown option %s; usage: " USAGE "\n", argv[first]);
            return 2;
        }
    }
    int count = argc - first - 1;
    if (count < 1)
    {
        fprintf(stderr, "usage: " USAGE "\n");
        return 2;
    }
    char **sources = argv + first;
    const char *target = argv[argc - 1];
    /* As it is before the first file makes it one. */
    bool into = is_folder(target);
    if (count > 1 && !into)
    {
        errno = ENOTDIR;
        fail("cannot copy several into", target);
        return 1;
    }
    for_each(sources, count, target, into, copy_files);
    if (failures == 0)
        for_each(sources, count, target, into, copy_hooks);
    if (failures > 1)
        fprintf(stderr, "cp: and %d more\n", failures - 1);
    if (failures == 0 || !optional)
        return failures > 0;

    failures = 0;
    for_each(sources, count, target, into, remove_tree);
    for_each(sources, count, target, into, copy_hooks);
    fprintf(stderr, "cp: the kit is not there, and the application %s\n", failures > 0 ? "cannot start" : "starts without it");
    return failures > 0;
}
