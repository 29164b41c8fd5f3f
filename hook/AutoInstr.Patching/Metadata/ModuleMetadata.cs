using System.Reflection;
using AutoInstr.Patching.Native;

namespace AutoInstr.Patching.Metadata;

/// <summary>Adds to the metadata of a loaded module what woven methods refer to.</summary>
internal sealed unsafe class ModuleMetadata
{
    /// <summary>Slots of IMetaDataEmit and IMetaDataAssemblyEmit.</summary>
    private const int DefineTypeRefByName = 12, GetTokenFromSig = 23, GetTokenFromTypeSpec = 26, DefineAssemblyRef = 4;

    private static readonly Guid EmitId = new("F5DD9950-F693-42E6-830E-7B833E8146A9");
    private static readonly Guid AssemblyEmitId = new("211EF15B-5317-4438-B196-DEC87B887693");

    private readonly Module _module;
    private readonly nint _emit;
    private readonly Dictionary<string, int> _signatures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _types = new(StringComparer.Ordinal);
    private int _exception;

    /// <summary>Opens a module's metadata.</summary>
    public ModuleMetadata(Module module) =>
        (_module, Id, _emit) = (module, ModuleId.Of(module), ProfilerLibrary.Metadata(ModuleId.Of(module), EmitId));

    /// <summary>The runtime's id of the module.</summary>
    public nint Id { get; }

    /// <summary>The token of System.Exception.</summary>
    public int Exception => _exception != 0 ? _exception : _exception = DefineException();

    /// <summary>The token of a stand-alone signature: of locals or of an indirect call.</summary>
    public int Signature(byte[] signature) => Token(_signatures, signature, GetTokenFromSig);

    /// <summary>A token for a type, given by its bytes.</summary>
    public int Type(byte[] type) => Token(_types, type, GetTokenFromTypeSpec);

    private int Token(Dictionary<string, int> known, byte[] bytes, int slot)
    {
        var key = Key(bytes);
        if (known.TryGetValue(key, out var token))
            return token;
        fixed (byte* pointer = bytes)
        {
            var function = (delegate* unmanaged<nint, byte*, int, int*, int>)Com.Method(_emit, slot);
            Com.Check(function(_emit, pointer, bytes.Length, &token), "extending the metadata");
        }
        known.Add(key, token);
        return token;
    }

    /// <summary>A text of the bytes. What the runtime offers for that it compiles first, which takes longer.</summary>
    private static string Key(byte[] bytes)
    {
        var characters = new char[bytes.Length];
        for (var i = 0; i < characters.Length; i++)
            characters[i] = (char)bytes[i];
        return new string(characters);
    }

    /// <summary>The core library is found by its name from every module.</summary>
    private int DefineException()
    {
        var type = typeof(Exception);
        if (_module == type.Module)
            return type.MetadataToken;

        var assemblyEmit = ProfilerLibrary.Metadata(Id, AssemblyEmitId);
        int library, token;
        var version = stackalloc byte[256]; // ASSEMBLYMETADATA: version 0 and no culture
        new Span<byte>(version, 256).Clear();
        fixed (char* name = type.Assembly.GetName().Name)
        fixed (byte* key = type.Assembly.GetName().GetPublicKeyToken())
        {
            var define = (delegate* unmanaged<nint, byte*, int, char*, byte*, byte*, int, int, int*, int>)
                Com.Method(assemblyEmit, DefineAssemblyRef);
            Com.Check(define(assemblyEmit, key, key == null ? 0 : 8, name, version, null, 0, 0, &library), "referring to the core library");
        }
        Com.Release(assemblyEmit);
        fixed (char* name = type.FullName)
        {
            var define = (delegate* unmanaged<nint, int, char*, int*, int>)Com.Method(_emit, DefineTypeRefByName);
            Com.Check(define(_emit, library, name, &token), "referring to System.Exception");
        }
        return token;
    }
}
