/*
 * The native side of the patch engine: what the CLR's profiling API cannot give to managed code.
 *
 * It decides nothing. The runtime loads it as a profiler, when asked to over the process's own diagnostics socket or by the CORECLR_*
 * variables; from then on managed code (hook/AutoInstr.Patching) stores new IL bodies here and asks for the methods to be compiled again,
 * and the runtime fetches the bodies while it does. Every export returns an HRESULT and checks its arguments; no descriptor stays open.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

/* The oldest versions of the two symbols that moved in glibc 2.34: the library loads wherever .NET does. With ANY_LIBC it is built by
   glibc's headers for musl, which has no versions. */
#if defined(ANY_LIBC)
#elif defined(__GLIBC__) && defined(__x86_64__)
__asm__(".symver pthread_create,pthread_create@GLIBC_2.2.5");
__asm__(".symver pthread_join,pthread_join@GLIBC_2.2.5");
#elif defined(__GLIBC__) && defined(__aarch64__)
__asm__(".symver pthread_create,pthread_create@GLIBC_2.17");
__asm__(".symver pthread_join,pthread_join@GLIBC_2.17");
#endif

#define EXPORT __attribute__((visibility("default")))
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

typedef int32_t HRESULT;
typedef struct { uint32_t a; uint16_t b, c; uint8_t d[8]; } Guid;
/* Any COM object: the first word is its table of methods. */
typedef struct { void *const *methods; } Object;

enum { S_OK = 0, S_FALSE = 1 };
#define E_NOINTERFACE ((HRESULT)0x80004002)
#define E_POINTER ((HRESULT)0x80004003)
#define E_INVALIDARG ((HRESULT)0x80070057)
#define E_OUTOFMEMORY ((HRESULT)0x8007000E)
#define E_NOTATTACHED ((HRESULT)0x80131363)
#define CLASS_E_CLASSNOTAVAILABLE ((HRESULT)0x80040111)
/* An errno value as HRESULT: a facility of our own, for the managed side to take apart. */
#define FROM_ERRNO(error) ((HRESULT)(0xA0AA0000u | (uint16_t)(error)))

static const Guid Clsid = {0x6A1C1E5D, 0x5E0B, 0x4C0B, {0x9B, 0x1B, 0x0A, 0x7D, 0x51, 0x3A, 0x70, 0xE1}};
/* The one that the OpenTelemetry operator sets. */
static const Guid OperatorClsid = {0x918728DD, 0x259F, 0x4A6A, {0xAC, 0x2B, 0xB8, 0x5E, 0x1B, 0x65, 0x83, 0x18}};
static const Guid IidUnknown = {0x00000000, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const Guid IidClassFactory = {0x00000001, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const Guid IidProfilerInfo10 = {0x2F1B5152, 0xC869, 0x40C9, {0xAA, 0x5F, 0x3A, 0xBE, 0x02, 0x6B, 0xD7, 0x20}};
static const Guid IidMetadataEmit = {0xF5DD9950, 0xF693, 0x42E6, {0x83, 0x0E, 0x7B, 0x83, 0x3E, 0x81, 0x46, 0xA9}};
static const Guid IidCallbacks[] = { /* ICorProfilerCallback, and 2 to 11 */
    {0x176FBED1, 0xA55C, 0x4796, {0x98, 0xCA, 0xA9, 0xDA, 0x0E, 0xF8, 0x83, 0xE7}},
    {0x8A8CC829, 0xCCF2, 0x49FE, {0xBB, 0xAE, 0x0F, 0x02, 0x22, 0x28, 0x07, 0x1A}},
    {0x4FD2ED52, 0x7731, 0x4B8D, {0x94, 0x69, 0x03, 0xD2, 0xCC, 0x30, 0x86, 0xC5}},
    {0x7B63B2E3, 0x107D, 0x4D48, {0xB2, 0xF6, 0xF6, 0x1E, 0x22, 0x94, 0x70, 0xD2}},
    {0x8DFBA405, 0x8C9F, 0x45F8, {0xBF, 0xFA, 0x83, 0xB1, 0x4C, 0xEF, 0x78, 0xB5}},
    {0xFC13DF4B, 0x4448, 0x4F4F, {0x95, 0x0C, 0xBA, 0x8D, 0x19, 0xD0, 0x0C, 0x36}},
    {0xF76A2DBA, 0x1D52, 0x4539, {0x86, 0x6C, 0x2A, 0xA5, 0x18, 0xF9, 0xEF, 0xC3}},
    {0x5BED9B15, 0xC079, 0x4D47, {0xBF, 0xE2, 0x21, 0x5A, 0x14, 0x0C, 0x07, 0xE0}},
    {0x27583EC3, 0xC8F5, 0x482F, {0x80, 0x52, 0x19, 0x4B, 0x8C, 0xE4, 0x70, 0x5A}},
    {0xCEC5B60E, 0xC69C, 0x495F, {0x87, 0xF6, 0x84, 0xD2, 0x8E, 0xE1, 0x6F, 0xFB}},
    {0x42350846, 0xAAED, 0x47F7, {0xB1, 0x28, 0xFD, 0x0C, 0x98, 0x88, 0x1C, 0xDE}},
};

/* Event mask: methods may be compiled again, and modules are announced. Nothing else, so nothing becomes slower. */
enum { MONITOR_MODULE_LOADS = 0x4, ENABLE_REJIT = 0x40000 };
/* Flag of RequestReJITWithInliners: the new code is not inlined either. */
enum { BLOCK_INLINING = 1 };
/* Flag of GetModuleMetaData: the metadata may be added to. */
enum { READ_AND_WRITE = 1 };
/* Slots of the methods that are called: ICorProfilerInfo10, ICorProfilerFunctionControl. */
enum { QUERY_INTERFACE = 0, RELEASE = 2, SET_EVENT_MASK = 16, GET_MODULE_METADATA = 21, GET_IL_FUNCTION_BODY = 22, GET_ASSEMBLY_INFO = 26,
       REQUEST_REJIT_WITH_INLINERS = 96 };
enum { SET_IL_FUNCTION_BODY = 4, SET_IL_INSTRUMENTED_CODE_MAP = 5 };
typedef HRESULT (*QueryInterface)(void *self, const Guid *iid, void **result);
typedef uint32_t (*Release)(void *self);
typedef HRESULT (*SetEventMask)(void *self, uint32_t mask);
typedef HRESULT (*GetAssemblyInfo)(
    void *self, uint64_t assembly, uint32_t room, uint32_t *length, uint16_t *name, uint64_t *domain, uint64_t *module);
typedef HRESULT (*GetModuleMetadata)(void *self, uint64_t module, uint32_t flags, const Guid *iid, void **metadata);
typedef HRESULT (*GetIlFunctionBody)(void *self, uint64_t module, uint32_t token, const uint8_t **bytes, uint32_t *size);
typedef HRESULT (*RequestRejit)(void *self, uint32_t flags, uint32_t count, const uint64_t *modules, const uint32_t *tokens);
typedef HRESULT (*SetIlFunctionBody)(void *self, uint32_t size, const uint8_t *bytes);
typedef HRESULT (*SetIlInstrumentedCodeMap)(void *self, uint32_t count, const void *entries);

static _Atomic(Object *) profiler_info;

static int same(const Guid *left, const Guid *right) { return memcmp(left, right, sizeof(Guid)) == 0; }

/* ---- The table of IL bodies ---- */

/* Where an instruction of the original body is in the new one, for stack traces: the runtime's COR_IL_MAP. */
typedef struct { uint32_t from, to; int32_t accurate; } Moved;

typedef struct Body {
    struct Body *next;
    uint64_t module;
    uint32_t token, size, moved;
    HRESULT result; /* S_FALSE until the runtime has taken it */
    Moved *map;
    uint8_t bytes[];
} Body;

static Body *buckets[1024];
static pthread_mutex_t bodies_lock = PTHREAD_MUTEX_INITIALIZER;

static Body **bucket(uint64_t module, uint32_t token) { return &buckets[(token ^ module >> 4) % LENGTH(buckets)]; }

/* The newest body of a method; the lock is held. */
static Body *find_body(uint64_t module, uint32_t token) {
    Body *body = *bucket(module, token);
    while (body && (body->module != module || body->token != token)) body = body->next;
    return body;
}

/* Keeps a copy of a method's new body and of its map. An older one stays where it is: the runtime may be reading it. */
EXPORT HRESULT autoinstr_set_body(
    uint64_t module, uint32_t token, const uint8_t *bytes, uint32_t size, const Moved *map, uint32_t moved) {
    if (!module || token >> 24 != 0x06 || !bytes || !size || size > 1u << 28 || (moved && !map) || moved > size) return E_INVALIDARG;
    Body *body = malloc(sizeof(Body) + size);
    Moved *copy = malloc(moved * sizeof(Moved) + 1);
    if (!body || !copy) {
        free(body), free(copy);
        return E_OUTOFMEMORY;
    }
    *body = (Body){.module = module, .token = token, .size = size, .moved = moved, .result = S_FALSE, .map = copy};
    memcpy(body->bytes, bytes, size);
    if (moved) memcpy(copy, map, moved * sizeof(Moved));
    pthread_mutex_lock(&bodies_lock);
    Body **first = bucket(module, token);
    body->next = *first;
    *first = body;
    pthread_mutex_unlock(&bodies_lock);
    return S_OK;
}

/* What became of a method's body: S_OK when the runtime has taken it, S_FALSE when it has not asked for it yet, or its error. */
EXPORT HRESULT autoinstr_result(uint64_t module, uint32_t token) {
    pthread_mutex_lock(&bodies_lock);
    Body *body = find_body(module, token);
    HRESULT result = body ? body->result : E_INVALIDARG;
    pthread_mutex_unlock(&bodies_lock);
    return result;
}

static void set_result(uint64_t module, uint32_t token, HRESULT result) {
    pthread_mutex_lock(&bodies_lock);
    Body *body = find_body(module, token);
    if (body) body->result = result;
    pthread_mutex_unlock(&bodies_lock);
}

/* ---- Modules that will be written to ---- */

/* Names one after the other, each ended by 0, the last one by another 0. */
static uint16_t *expected_names;
static uint32_t prepared_modules;
static pthread_mutex_t modules_lock = PTHREAD_MUTEX_INITIALIZER;

static uint16_t lower(uint16_t character) { return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character; }

/* The lock is held. */
static int is_expected(const uint16_t *name) {
    const uint16_t *expected = expected_names;
    while (expected && *expected) {
        const uint16_t *rest = name;
        while (*expected && lower(*expected) == lower(*rest)) expected++, rest++;
        if (!*expected && !*rest) return 1;
        while (*expected++) {}
    }
    return 0;
}

/* Makes a module's metadata writable as soon as there is the module. The runtime does that by moving the tables, while it reads them without
   a lock: only before anybody uses the module is nobody reading. */
static HRESULT module_attached(void *self, uint64_t module, uint64_t assembly) {
    (void)self;
    Object *info = atomic_load(&profiler_info), *metadata = NULL;
    uint16_t name[512];
    uint32_t length;
    if (!info || ((GetAssemblyInfo)info->methods[GET_ASSEMBLY_INFO])(info, assembly, LENGTH(name), &length, name, NULL, NULL) < 0)
        return S_OK;
    pthread_mutex_lock(&modules_lock);
    int expected = is_expected(name);
    pthread_mutex_unlock(&modules_lock);
    if (!expected) return S_OK;
    HRESULT result = ((GetModuleMetadata)info->methods[GET_MODULE_METADATA])(
        info, module, READ_AND_WRITE, &IidMetadataEmit, (void **)&metadata);
    if (result < 0 || !metadata) return S_OK;
    ((Release)metadata->methods[RELEASE])(metadata);
    pthread_mutex_lock(&modules_lock);
    prepared_modules++;
    pthread_mutex_unlock(&modules_lock);
    return S_OK;
}

/* How many modules have been made writable before anybody used them. */
EXPORT HRESULT autoinstr_prepared(uint32_t *count) {
    if (!count) return E_INVALIDARG;
    pthread_mutex_lock(&modules_lock);
    *count = prepared_modules;
    pthread_mutex_unlock(&modules_lock);
    return S_OK;
}

/* Says which assemblies are going to be patched, by their simple names: one after the other, each ended by 0, the last one by another 0. */
EXPORT HRESULT autoinstr_expect(const uint16_t *names) {
    if (!names) return E_INVALIDARG;
    size_t length = 1;
    while (names[length - 1] || (length > 1 && names[length - 2])) length++;
    uint16_t *copy = malloc(length * sizeof(*copy));
    if (!copy) return E_OUTOFMEMORY;
    memcpy(copy, names, length * sizeof(*copy));
    pthread_mutex_lock(&modules_lock);
    free(expected_names);
    expected_names = copy;
    pthread_mutex_unlock(&modules_lock);
    return S_OK;
}

/* ---- What the runtime calls ---- */

static HRESULT ignore(void *self) { (void)self; return S_OK; }
static uint32_t count_reference(void *self) { (void)self; return 1; }

static HRESULT query_callback(Object *self, const Guid *iid, void **result) {
    if (!result) return E_POINTER;
    *result = NULL;
    int known = iid && same(iid, &IidUnknown);
    for (size_t i = 0; iid && !known && i < LENGTH(IidCallbacks); i++) known = same(iid, &IidCallbacks[i]);
    if (!known) return E_NOINTERFACE;
    *result = self;
    return S_OK;
}

static HRESULT initialize(void *self, Object *unknown) {
    (void)self;
    Object *info = NULL;
    if (!unknown) return E_POINTER;
    HRESULT result = ((QueryInterface)unknown->methods[QUERY_INTERFACE])(unknown, &IidProfilerInfo10, (void **)&info);
    if (result < 0) return result;
    result = ((SetEventMask)info->methods[SET_EVENT_MASK])(info, MONITOR_MODULE_LOADS | ENABLE_REJIT);
    if (result >= 0) atomic_store(&profiler_info, info);
    return result;
}

static HRESULT initialize_for_attach(void *self, Object *unknown, void *data, uint32_t size) {
    (void)data, (void)size;
    return initialize(self, unknown);
}

static HRESULT get_rejit_parameters(void *self, uint64_t module, uint32_t token, Object *control) {
    (void)self;
    pthread_mutex_lock(&bodies_lock);
    Body *body = find_body(module, token);
    pthread_mutex_unlock(&bodies_lock);
    if (!body) return S_OK; /* the method stays as it is */
    HRESULT result = ((SetIlFunctionBody)control->methods[SET_IL_FUNCTION_BODY])(control, body->size, body->bytes);
    if (result >= 0 && body->moved)
        ((SetIlInstrumentedCodeMap)control->methods[SET_IL_INSTRUMENTED_CODE_MAP])(control, body->moved, body->map);
    set_result(module, token, result);
    return result;
}

static HRESULT rejit_error(void *self, uint64_t module, uint32_t token, uint64_t function, HRESULT error) {
    (void)self, (void)function;
    set_result(module, token, error);
    return S_OK;
}

static HRESULT load_as_notification_only(void *self, int32_t *notification_only) {
    (void)self;
    if (notification_only) *notification_only = 0;
    return S_OK;
}

static void *const CallbackMethods[98] = {
    [0] = query_callback, [1] = count_reference, [2] = count_reference, [3] = initialize,
    [4 ... 16] = ignore,
    [17] = module_attached,
    [18 ... 79] = ignore,
    [80] = initialize_for_attach,
    [81 ... 83] = ignore,
    [84] = get_rejit_parameters, [85] = ignore, [86] = rejit_error,
    [87 ... 96] = ignore,
    [97] = load_as_notification_only,
};
static Object callback = {CallbackMethods};

static HRESULT query_factory(Object *self, const Guid *iid, void **result) {
    if (!result) return E_POINTER;
    *result = iid && (same(iid, &IidUnknown) || same(iid, &IidClassFactory)) ? self : NULL;
    return *result ? S_OK : E_NOINTERFACE;
}

static HRESULT create_instance(void *self, void *outer, const Guid *iid, void **result) {
    (void)self, (void)outer;
    return query_callback(&callback, iid, result);
}

static void *const FactoryMethods[] = {query_factory, count_reference, count_reference, create_instance, ignore};
static Object factory = {FactoryMethods};

/* The entry by which the runtime gets a profiler. */
EXPORT HRESULT DllGetClassObject(const Guid *clsid, const Guid *iid, void **result) {
    if (!clsid || !result) return E_POINTER;
    *result = NULL;
    if (!same(clsid, &Clsid) && !same(clsid, &OperatorClsid)) return CLASS_E_CLASSNOTAVAILABLE;
    return query_factory(&factory, iid, result);
}

/* The library stays for the life of the process. */
EXPORT HRESULT DllCanUnloadNow(void) { return S_FALSE; }

/* ---- Attaching ---- */

#pragma pack(push, 1)
typedef struct {
    char magic[14];
    uint16_t size;
    uint8_t set, command;
    uint16_t reserved;
} IpcHeader;
#pragma pack(pop)

static HRESULT exchange(int client, const uint8_t *request, size_t size) {
    for (size_t sent = 0; sent < size;) {
        ssize_t count = send(client, request + sent, size - sent, MSG_NOSIGNAL);
        if (count < 0 && errno != EINTR) return FROM_ERRNO(errno);
        if (count > 0) sent += (size_t)count;
    }
    uint8_t reply[sizeof(IpcHeader) + sizeof(HRESULT)];
    for (size_t received = 0; received < sizeof(reply);) {
        ssize_t count = recv(client, reply + received, sizeof(reply) - received, 0);
        if (count == 0) return FROM_ERRNO(ECONNRESET);
        if (count < 0 && errno != EINTR) return FROM_ERRNO(errno);
        if (count > 0) received += (size_t)count;
    }
    HRESULT result;
    memcpy(&result, reply + sizeof(IpcHeader), sizeof(result));
    return result;
}

static HRESULT send_request(const char *socket_path, const uint8_t *request, size_t size, uint32_t timeout_ms) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(socket_path) >= sizeof(address.sun_path)) return FROM_ERRNO(ENAMETOOLONG);
    strcpy(address.sun_path, socket_path);
    int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client < 0) return FROM_ERRNO(errno);
    struct timeval timeout = {.tv_sec = timeout_ms / 1000, .tv_usec = timeout_ms % 1000 * 1000};
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
    setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
    HRESULT result = connect(client, (struct sockaddr *)&address, sizeof(address)) ? FROM_ERRNO(errno) : exchange(client, request, size);
    close(client);
    return result;
}

/* Whether the runtime has this library as its profiler. */
EXPORT HRESULT autoinstr_is_attached(void) { return atomic_load(&profiler_info) ? S_OK : S_FALSE; }

/* Asks this process's runtime, over its diagnostics socket, to take the library of that path (UTF-16, ended by 0) as its profiler. */
EXPORT HRESULT autoinstr_attach(const char *socket_path, const uint16_t *library, uint32_t timeout_ms) {
    uint8_t request[4096];
    if (!socket_path || !library || !timeout_ms) return E_INVALIDARG;
    uint32_t characters = 1;
    while (library[characters - 1]) characters++;
    size_t size = sizeof(IpcHeader) + 4 + sizeof(Guid) + 4 + characters * 2 + 4;
    if (characters < 2 || size > sizeof(request)) return E_INVALIDARG;

    IpcHeader header = {.magic = "DOTNET_IPC_V1", .size = (uint16_t)size, .set = 3, .command = 1};
    uint32_t none = 0;
    uint8_t *end = request;
    end = (uint8_t *)memcpy(end, &header, sizeof(header)) + sizeof(header);
    end = (uint8_t *)memcpy(end, &timeout_ms, 4) + 4;
    end = (uint8_t *)memcpy(end, &Clsid, sizeof(Clsid)) + sizeof(Clsid);
    end = (uint8_t *)memcpy(end, &characters, 4) + 4;
    end = (uint8_t *)memcpy(end, library, characters * 2) + characters * 2;
    memcpy(end, &none, 4); /* no client data */
    return send_request(socket_path, request, size, timeout_ms);
}

/* ---- Calls that the runtime refuses on a thread that has run managed code ---- */

typedef struct {
    enum { METADATA, BODY, REJIT } what;
    Object *info;
    uint64_t module;
    uint32_t token, count;
    const Guid *iid;
    const uint64_t *modules;
    const uint32_t *tokens;
    void **metadata;
    const uint8_t **bytes;
    uint32_t *size;
    HRESULT result;
} Call;

static void *make_call(void *argument) {
    Call *call = argument;
    Object *info = call->info;
    switch (call->what) {
    case METADATA:
        call->result = ((GetModuleMetadata)info->methods[GET_MODULE_METADATA])(
            info, call->module, READ_AND_WRITE, call->iid, call->metadata);
        break;
    case BODY:
        call->result = ((GetIlFunctionBody)info->methods[GET_IL_FUNCTION_BODY])(info, call->module, call->token, call->bytes, call->size);
        break;
    case REJIT:
        call->result = ((RequestRejit)info->methods[REQUEST_REJIT_WITH_INLINERS])(
            info, BLOCK_INLINING, call->count, call->modules, call->tokens);
        break;
    }
    return NULL;
}

static HRESULT call_elsewhere(Call call) {
    pthread_t thread;
    call.info = atomic_load(&profiler_info);
    if (!call.info) return E_NOTATTACHED;
    int error = pthread_create(&thread, NULL, make_call, &call);
    if (!error) error = pthread_join(thread, NULL);
    return error ? FROM_ERRNO(error) : call.result;
}

/* An interface to a module's metadata, for reading and writing. */
EXPORT HRESULT autoinstr_metadata(uint64_t module, const Guid *iid, void **metadata) {
    if (!module || !iid || !metadata) return E_INVALIDARG;
    *metadata = NULL;
    return call_elsewhere((Call){.what = METADATA, .module = module, .iid = iid, .metadata = metadata});
}

/* A method's body as its module has it, header and exception clauses included. */
EXPORT HRESULT autoinstr_body(uint64_t module, uint32_t token, const uint8_t **bytes, uint32_t *size) {
    if (!module || token >> 24 != 0x06 || !bytes || !size) return E_INVALIDARG;
    *bytes = NULL;
    *size = 0;
    return call_elsewhere((Call){.what = BODY, .module = module, .token = token, .bytes = bytes, .size = size});
}

/* Lets methods be compiled again, with the bodies that were set, and so all methods that they are inlined in. */
EXPORT HRESULT autoinstr_rejit(const uint64_t *modules, const uint32_t *tokens, uint32_t count) {
    if (!modules || !tokens || !count) return E_INVALIDARG;
    return call_elsewhere((Call){.what = REJIT, .modules = modules, .tokens = tokens, .count = count});
}
