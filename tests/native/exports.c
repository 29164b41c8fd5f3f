/*
 * Drives every export of hook/native/autoinstr.c the way the runtime and AutoInstr.Patching do, and the way a broken caller would,
 * against a runtime made of stubs. It is compiled together with the library, with sanitizers, for valgrind, and for each target.
 * Exit code 0 when everything was as expected; else each surprise is a line.
 */
#include "../../hook/native/autoinstr.c"

#include <stdio.h>

static atomic_int surprises;

static void surprise(int line, const char *condition) {
    surprises++;
    fprintf(stderr, "line %d: %s\n", line, condition);
}

#define CHECK(condition) ((condition) ? (void)0 : surprise(__LINE__, #condition))

/* ---- A runtime of stubs ---- */

static const uint8_t Original[] = {0x0A, 0x16, 0x2A};
static pthread_t main_thread;
static HRESULT answer = S_OK;
static uint32_t mask, rejitted;
static int on_main_thread;

static void note_thread(void) { on_main_thread |= pthread_equal(pthread_self(), main_thread); }

static HRESULT stub_query(Object *self, const Guid *iid, void **result) {
    *result = same(iid, &IidProfilerInfo10) ? self : NULL;
    return *result ? S_OK : E_NOINTERFACE;
}
static HRESULT stub_mask(void *self, uint32_t value) { (void)self; mask = value; return answer; }
static int released;
static uint32_t stub_release(void *self) { (void)self; return ++released, 0; }
static void *const MetadataMethods[] = {NULL, NULL, stub_release};
static Object written = {MetadataMethods};
static HRESULT stub_metadata(void *self, uint64_t module, uint32_t flags, const Guid *iid, void **metadata) {
    (void)self, (void)iid;
    note_thread();
    CHECK(flags == READ_AND_WRITE);
    *metadata = module == 9 ? &written : (void *)(uintptr_t)module;
    return answer;
}
static HRESULT stub_body(void *self, uint64_t module, uint32_t token, const uint8_t **bytes, uint32_t *size) {
    (void)self, (void)module, (void)token;
    note_thread();
    *bytes = Original;
    *size = sizeof(Original);
    return answer;
}
static HRESULT stub_rejit(void *self, uint32_t flags, uint32_t count, const uint64_t *modules, const uint32_t *tokens) {
    (void)self;
    note_thread();
    CHECK(flags == BLOCK_INLINING);
    for (uint32_t i = 0; i < count; i++) rejitted += modules[i] == 7 && tokens[i] == 0x06000001 + i;
    return answer;
}
static const uint16_t *assembly_name;
static HRESULT stub_assembly(
    void *self, uint64_t assembly, uint32_t room, uint32_t *length, uint16_t *name, uint64_t *domain, uint64_t *module) {
    (void)self;
    CHECK(assembly == 5 && !domain && !module);
    for (*length = 1; assembly_name[*length - 1]; (*length)++) {}
    CHECK(*length <= room);
    memcpy(name, assembly_name, *length * sizeof(*name));
    return answer;
}
static void *const InfoMethods[97] = {
    [QUERY_INTERFACE] = stub_query, [SET_EVENT_MASK] = stub_mask, [GET_MODULE_METADATA] = stub_metadata,
    [GET_IL_FUNCTION_BODY] = stub_body, [GET_ASSEMBLY_INFO] = stub_assembly, [REQUEST_REJIT_WITH_INLINERS] = stub_rejit,
};
static Object info = {InfoMethods};

static uint8_t taken[64];
static uint32_t taken_size, taken_map;
static HRESULT stub_set_body(void *self, uint32_t size, const uint8_t *bytes) {
    (void)self;
    taken_size = size;
    memcpy(taken, bytes, size < sizeof(taken) ? size : sizeof(taken));
    return answer;
}
static HRESULT stub_set_map(void *self, uint32_t count, const void *entries) { (void)self, (void)entries; taken_map = count; return S_OK; }
static void *const ControlMethods[] = {NULL, NULL, NULL, NULL, stub_set_body, stub_set_map};
static Object control = {ControlMethods};

/* ---- Its diagnostics socket ---- */

typedef struct { const char *path; const uint8_t *reply; size_t size; uint8_t request[4096]; ssize_t received; int server; } Socket;

static void *serve(void *argument) {
    Socket *end = argument;
    int client = accept(end->server, NULL, NULL);
    end->received = recv(client, end->request, sizeof(end->request), 0);
    /* One byte at a time: a stream keeps no boundaries. */
    for (size_t i = 0; i < end->size; i++) CHECK(send(client, end->reply + i, 1, MSG_NOSIGNAL) == 1);
    if (!end->reply) recv(client, end->request, 1, 0); /* says nothing until the other side has had enough */
    close(client);
    return NULL;
}

static HRESULT attach_to(Socket *end, uint32_t timeout_ms) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, end->path);
    unlink(end->path);
    end->server = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(bind(end->server, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(end->server, 1) == 0);
    pthread_t thread;
    pthread_create(&thread, NULL, serve, end);
    HRESULT result = autoinstr_attach(end->path, (const uint16_t[]){'/', 'x', 0}, timeout_ms);
    pthread_join(thread, NULL);
    close(end->server);
    unlink(end->path);
    return result;
}

static void test_attach(const char *path) {
    uint8_t reply[24] = "DOTNET_IPC_V1";
    uint16_t size = sizeof(reply);
    HRESULT refused = (HRESULT)0x8013136A;
    memcpy(reply + 14, &size, 2);

    Socket end = {.path = path, .reply = reply, .size = sizeof(reply)};
    CHECK(attach_to(&end, 5000) == S_OK);
    CHECK(end.received == 20 + 4 + 16 + 4 + 6 + 4 && memcmp(end.request, "DOTNET_IPC_V1", 14) == 0);
    CHECK(end.request[14] == end.received && end.request[16] == 3 && end.request[17] == 1);
    CHECK(memcmp(end.request + 24, &Clsid, 16) == 0 && end.request[40] == 3 && end.request[44] == '/' && end.request[46] == 'x');

    memcpy(reply + 20, &refused, 4);
    CHECK(attach_to(&end, 5000) == refused);
    end.size = 10;
    CHECK(attach_to(&end, 5000) == FROM_ERRNO(ECONNRESET));
    end.reply = NULL, end.size = 0;
    CHECK(attach_to(&end, 50) == FROM_ERRNO(EAGAIN));
    CHECK(autoinstr_attach(path, (const uint16_t[]){'x', 0}, 50) == FROM_ERRNO(ENOENT));

    char longest[300];
    memset(longest, 'a', sizeof(longest));
    longest[sizeof(longest) - 1] = 0;
    CHECK(autoinstr_attach(longest, (const uint16_t[]){'x', 0}, 50) == FROM_ERRNO(ENAMETOOLONG));
    uint16_t library[5000];
    for (size_t i = 0; i < LENGTH(library); i++) library[i] = i + 1 < LENGTH(library) ? 'x' : 0;
    CHECK(autoinstr_attach(path, library, 50) == E_INVALIDARG);
    CHECK(autoinstr_attach(NULL, library, 50) == E_INVALIDARG && autoinstr_attach(path, NULL, 50) == E_INVALIDARG);
    CHECK(autoinstr_attach(path, (const uint16_t[]){0}, 50) == E_INVALIDARG);
    CHECK(autoinstr_attach(path, (const uint16_t[]){'x', 0}, 0) == E_INVALIDARG);
}

/* ---- What the runtime does ---- */

static Object *test_class_factory(void) {
    Object *object = NULL, *profiler = NULL;
    Guid other = {1, 2, 3, {0}};
    CHECK(DllGetClassObject(&other, &IidClassFactory, (void **)&object) == CLASS_E_CLASSNOTAVAILABLE && !object);
    CHECK(DllGetClassObject(NULL, &IidClassFactory, (void **)&object) == E_POINTER);
    CHECK(DllGetClassObject(&Clsid, &IidUnknown, NULL) == E_POINTER);
    CHECK(DllGetClassObject(&Clsid, NULL, (void **)&object) == E_NOINTERFACE);
    CHECK(DllGetClassObject(&OperatorClsid, &IidUnknown, (void **)&object) == S_OK && object);
    CHECK(DllGetClassObject(&Clsid, &IidClassFactory, (void **)&object) == S_OK && object);
    CHECK(DllCanUnloadNow() == S_FALSE);

    HRESULT (*create)(void *, void *, const Guid *, void **) = (HRESULT(*)(void *, void *, const Guid *, void **))object->methods[3];
    CHECK(create(object, NULL, &other, (void **)&profiler) == E_NOINTERFACE && !profiler);
    CHECK(create(object, NULL, NULL, (void **)&profiler) == E_NOINTERFACE && create(object, NULL, &IidUnknown, NULL) == E_POINTER);
    for (size_t i = 0; i < LENGTH(IidCallbacks); i++) CHECK(create(object, NULL, &IidCallbacks[i], (void **)&profiler) == S_OK && profiler);
    for (size_t i = 0; i < LENGTH(CallbackMethods); i++) CHECK(profiler->methods[i]);
    return profiler;
}

static void test_without_runtime(void) {
    void *metadata = (void *)1;
    const uint8_t *bytes;
    uint32_t size;
    CHECK(autoinstr_is_attached() == S_FALSE);
    CHECK(autoinstr_metadata(7, &IidUnknown, &metadata) == E_NOTATTACHED && !metadata);
    CHECK(autoinstr_body(7, 0x06000001, &bytes, &size) == E_NOTATTACHED && !bytes && !size);
    CHECK(autoinstr_rejit((const uint64_t[]){7}, (const uint32_t[]){0x06000001}, 1) == E_NOTATTACHED);
}

static void test_initialize(Object *profiler) {
    HRESULT (*start)(void *, Object *, void *, uint32_t) = (HRESULT(*)(void *, Object *, void *, uint32_t))profiler->methods[80];
    CHECK(start(profiler, NULL, NULL, 0) == E_POINTER);
    answer = E_INVALIDARG;
    CHECK(start(profiler, &info, NULL, 0) == E_INVALIDARG && autoinstr_is_attached() == S_FALSE);
    answer = S_OK;
    CHECK(start(profiler, &info, NULL, 0) == S_OK && autoinstr_is_attached() == S_OK && mask == (MONITOR_MODULE_LOADS | ENABLE_REJIT));
    int32_t notification_only = 1;
    CHECK(((HRESULT(*)(void *, int32_t *))profiler->methods[97])(profiler, &notification_only) == S_OK && !notification_only);
}

static void test_bodies(Object *profiler) {
    HRESULT (*parameters)(void *, uint64_t, uint32_t, Object *) = (HRESULT(*)(void *, uint64_t, uint32_t, Object *))profiler->methods[84];
    HRESULT (*error)(void *, uint64_t, uint32_t, uint64_t, HRESULT) =
        (HRESULT(*)(void *, uint64_t, uint32_t, uint64_t, HRESULT))profiler->methods[86];
    const uint8_t first[] = {1, 2, 3}, second[] = {4, 5};
    const Moved map[] = {{0, 1, 1}};

    CHECK(parameters(profiler, 7, 0x06000001, &control) == S_OK && !taken_size);
    CHECK(autoinstr_result(7, 0x06000001) == E_INVALIDARG);
    CHECK(autoinstr_set_body(0, 0x06000001, first, 3, NULL, 0) == E_INVALIDARG);
    CHECK(autoinstr_set_body(7, 0x02000001, first, 3, NULL, 0) == E_INVALIDARG);
    CHECK(autoinstr_set_body(7, 0x06000001, NULL, 3, NULL, 0) == E_INVALIDARG);
    CHECK(autoinstr_set_body(7, 0x06000001, first, 0, NULL, 0) == E_INVALIDARG);
    CHECK(autoinstr_set_body(7, 0x06000001, first, UINT32_MAX, NULL, 0) == E_INVALIDARG);
    CHECK(autoinstr_set_body(7, 0x06000001, first, 3, NULL, 1) == E_INVALIDARG);
    CHECK(autoinstr_set_body(7, 0x06000001, first, 3, map, 9) == E_INVALIDARG);

    CHECK(autoinstr_set_body(7, 0x06000001, first, 3, NULL, 0) == S_OK && autoinstr_result(7, 0x06000001) == S_FALSE);
    CHECK(parameters(profiler, 7, 0x06000001, &control) == S_OK && taken_size == 3 && !memcmp(taken, first, 3) && !taken_map);
    CHECK(autoinstr_result(7, 0x06000001) == S_OK);
    CHECK(autoinstr_set_body(7, 0x06000001, second, 2, map, 1) == S_OK);
    CHECK(parameters(profiler, 7, 0x06000001, &control) == S_OK && taken_size == 2 && !memcmp(taken, second, 2) && taken_map == 1);
    CHECK(error(profiler, 7, 0x06000001, 0, E_OUTOFMEMORY) == S_OK && autoinstr_result(7, 0x06000001) == E_OUTOFMEMORY);
    CHECK(error(profiler, 8, 0x06000001, 0, E_OUTOFMEMORY) == S_OK && autoinstr_result(8, 0x06000001) == E_INVALIDARG);
}

static void test_calls(void) {
    void *metadata;
    const uint8_t *bytes;
    uint32_t size;
    CHECK(autoinstr_metadata(7, &IidUnknown, &metadata) == S_OK && metadata == (void *)7);
    CHECK(autoinstr_metadata(0, &IidUnknown, &metadata) == E_INVALIDARG && autoinstr_metadata(7, NULL, &metadata) == E_INVALIDARG);
    CHECK(autoinstr_metadata(7, &IidUnknown, NULL) == E_INVALIDARG);
    CHECK(autoinstr_body(7, 0x06000001, &bytes, &size) == S_OK && bytes == Original && size == sizeof(Original));
    CHECK(autoinstr_body(0, 0x06000001, &bytes, &size) == E_INVALIDARG && autoinstr_body(7, 1, &bytes, &size) == E_INVALIDARG);
    CHECK(autoinstr_body(7, 0x06000001, NULL, &size) == E_INVALIDARG && autoinstr_body(7, 0x06000001, &bytes, NULL) == E_INVALIDARG);
    CHECK(autoinstr_rejit((const uint64_t[]){7, 7}, (const uint32_t[]){0x06000001, 0x06000002}, 2) == S_OK && rejitted == 2);
    CHECK(autoinstr_rejit(NULL, &size, 1) == E_INVALIDARG && autoinstr_rejit((const uint64_t[]){7}, NULL, 1) == E_INVALIDARG);
    CHECK(autoinstr_rejit((const uint64_t[]){7}, (const uint32_t[]){1}, 0) == E_INVALIDARG);
    answer = E_OUTOFMEMORY;
    CHECK(autoinstr_body(7, 0x06000001, &bytes, &size) == E_OUTOFMEMORY);
    answer = S_OK;
    CHECK(!on_main_thread);
}

/* A module of an assembly is there; how many have been made writable since the start. */
static uint32_t attach(Object *profiler, const uint16_t *assembly) {
    HRESULT (*attached)(void *, uint64_t, uint64_t) = (HRESULT(*)(void *, uint64_t, uint64_t))profiler->methods[17];
    uint32_t count = 0;
    assembly_name = assembly;
    CHECK(attached(profiler, 9, 5) == S_OK && autoinstr_prepared(&count) == S_OK);
    return count;
}

static void test_modules(Object *profiler) {
    const uint16_t name[] = {'N', 'l', 'O', 'g', 0}, longer[] = {'N', 'L', 'o', 'g', '2', 0}, shorter[] = {'N', 'L', 'o', 0}, empty[] = {0};
    CHECK(attach(profiler, name) == 0);
    CHECK(autoinstr_expect(NULL) == E_INVALIDARG && autoinstr_prepared(NULL) == E_INVALIDARG);
    CHECK(autoinstr_expect((const uint16_t[]){0}) == S_OK && attach(profiler, name) == 0 && attach(profiler, empty) == 0);
    CHECK(autoinstr_expect((const uint16_t[]){'A', 0, 'N', 'L', 'o', 'g', 0, 0}) == S_OK);
    CHECK(attach(profiler, longer) == 0 && attach(profiler, shorter) == 0 && attach(profiler, empty) == 0 && !released);
    CHECK(attach(profiler, name) == 1 && released == 1);
    answer = E_OUTOFMEMORY;
    CHECK(attach(profiler, name) == 1 && released == 1);
    answer = S_OK;
    CHECK(autoinstr_expect((const uint16_t[]){'B', 0, 0}) == S_OK && attach(profiler, name) == 1);
    /* Is in use to the end of the process, which a detector of leaks does not know. */
    free(expected_names), expected_names = NULL;
}

/* Bodies are set and fetched by several threads at a time, as when assemblies are loaded in parallel. */
static void *hammer(void *argument) {
    uint64_t module = (uint64_t)(uintptr_t)argument;
    for (uint32_t i = 1; i <= 2000; i++) {
        uint8_t bytes[] = {(uint8_t)i, (uint8_t)module};
        CHECK(autoinstr_set_body(module, 0x06000000 | i, bytes, 2, NULL, 0) == S_OK);
        CHECK(autoinstr_result(module, 0x06000000 | i) == S_FALSE);
        pthread_mutex_lock(&bodies_lock);
        Body *body = find_body(module, 0x06000000 | i);
        CHECK(body && body->bytes[0] == (uint8_t)i && body->bytes[1] == (uint8_t)module);
        pthread_mutex_unlock(&bodies_lock);
    }
    return NULL;
}

int main(int count, char **arguments) {
    pthread_t threads[8];
    if (count != 2) return fprintf(stderr, "usage: exports SOCKET\n"), 2;
    main_thread = pthread_self();
    test_without_runtime();
    Object *profiler = test_class_factory();
    test_initialize(profiler);
    test_bodies(profiler);
    test_calls();
    test_modules(profiler);
    test_attach(arguments[1]);
    for (size_t i = 0; i < LENGTH(threads); i++) pthread_create(&threads[i], NULL, hammer, (void *)(100 + i * 16));
    for (size_t i = 0; i < LENGTH(threads); i++) pthread_join(threads[i], NULL);
    return surprises ? 1 : 0;
}
