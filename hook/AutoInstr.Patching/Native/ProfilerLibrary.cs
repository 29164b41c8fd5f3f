using System.Runtime.InteropServices;
using System.Text;

namespace AutoInstr.Patching.Native;

/// <summary>The exports of libautoinstr.so (hook/native/autoinstr.c).</summary>
internal static unsafe class ProfilerLibrary
{
    private static delegate* unmanaged<int> _isAttached;
    private static delegate* unmanaged<byte*, char*, uint, int> _attach;
    private static delegate* unmanaged<char*, int> _expect;
    private static delegate* unmanaged<int*, int> _prepared;
    private static delegate* unmanaged<nint, Guid*, nint*, int> _metadata;
    private static delegate* unmanaged<nint, int, byte**, int*, int> _body;
    private static delegate* unmanaged<nint, int, byte*, int, int*, int, int> _setBody;
    private static delegate* unmanaged<nint, int, int> _result;
    private static delegate* unmanaged<nint*, int*, int, int> _rejit;

    /// <summary>Whether the runtime has the library as its profiler.</summary>
    public static bool IsAttached => _isAttached() == 0;

    /// <summary>Loads it.</summary>
    /// <exception cref="DllNotFoundException">There is none, or not one for this machine.</exception>
    /// <exception cref="EntryPointNotFoundException">It is of another kit.</exception>
    public static void Load(string path)
    {
        var library = NativeLibrary.Load(path);
        _isAttached = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "autoinstr_is_attached");
        _attach = (delegate* unmanaged<byte*, char*, uint, int>)NativeLibrary.GetExport(library, "autoinstr_attach");
        _expect = (delegate* unmanaged<char*, int>)NativeLibrary.GetExport(library, "autoinstr_expect");
        _prepared = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "autoinstr_prepared");
        _metadata = (delegate* unmanaged<nint, Guid*, nint*, int>)NativeLibrary.GetExport(library, "autoinstr_metadata");
        _body = (delegate* unmanaged<nint, int, byte**, int*, int>)NativeLibrary.GetExport(library, "autoinstr_body");
        _setBody = (delegate* unmanaged<nint, int, byte*, int, int*, int, int>)
            NativeLibrary.GetExport(library, "autoinstr_set_body");
        _result = (delegate* unmanaged<nint, int, int>)NativeLibrary.GetExport(library, "autoinstr_result");
        _rejit = (delegate* unmanaged<nint*, int*, int, int>)NativeLibrary.GetExport(library, "autoinstr_rejit");
    }

    /// <summary>Asks the runtime to take it as its profiler.</summary>
    /// <returns>An HRESULT of the runtime's, or of the library's for an error of the system.</returns>
    public static int Attach(string socket, string library, TimeSpan timeout)
    {
        fixed (byte* socketPath = Encoding.UTF8.GetBytes(socket + '\0'))
        fixed (char* libraryPath = library)
            return _attach(socketPath, libraryPath, (uint)timeout.TotalMilliseconds);
    }

    /// <summary>Says which assemblies are going to be patched: from now on their metadata is made writable before anybody uses
    /// them.</summary>
    /// <param name="names">Their simple names.</param>
    public static void Expect(IEnumerable<string> names)
    {
        fixed (char* list = string.Concat(names.Select(static name => name + '\0')) + '\0')
            Com.Check(_expect(list), "expecting libraries");
    }

    /// <summary>How many modules of those assemblies have been made writable before anybody used them.</summary>
    public static int Prepared
    {
        get
        {
            int count;
            return _prepared(&count) < 0 ? 0 : count;
        }
    }

    /// <summary>An interface to a module's metadata, to be released.</summary>
    public static nint Metadata(nint module, Guid id)
    {
        nint metadata;
        Com.Check(_metadata(module, &id, &metadata), "opening the module's metadata");
        return metadata;
    }

    /// <summary>The original body of a method.</summary>
    public static ReadOnlySpan<byte> Body(nint module, int token)
    {
        byte* bytes;
        int size;
        Com.Check(_body(module, token, &bytes, &size), "reading the method's body");
        return new ReadOnlySpan<byte>(bytes, size);
    }

    /// <summary>Keeps the body that a method gets when it is compiled again.</summary>
    /// <param name="module">The id of its module.</param>
    /// <param name="token">Its token.</param>
    /// <param name="body">The body.</param>
    /// <param name="moved">Where the original's instructions are in it: three numbers each, from, to and 1.</param>
    public static void SetBody(nint module, int token, byte[] body, int[] moved)
    {
        fixed (byte* bytes = body)
        fixed (int* map = moved)
            Com.Check(_setBody(module, token, bytes, body.Length, map, moved.Length / 3), "keeping the new body");
    }

    /// <summary>What became of a method's new body: 0 when the runtime has taken it, 1 when it has not asked for it
    /// yet, or its error.</summary>
    public static int Result(nint module, int token) => _result(module, token);

    /// <summary>Lets methods of a module be compiled again when they are called next.</summary>
    public static void Recompile(nint module, int[] tokens)
    {
        var modules = new nint[tokens.Length];
        for (var i = 0; i < modules.Length; i++)
            modules[i] = module;
        fixed (nint* modulePointer = modules)
        fixed (int* tokenPointer = tokens)
            Com.Check(_rejit(modulePointer, tokenPointer, tokens.Length), "compiling the methods again");
    }
}
