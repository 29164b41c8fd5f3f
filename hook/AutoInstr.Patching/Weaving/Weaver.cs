using System.Buffers.Binary;
using AutoInstr.Patching.Metadata;
using AutoInstr.Patching.Runtime;

namespace AutoInstr.Patching.Weaving;

/// <summary>Makes the new body of a method: its own code, and around it the calls of the patches.</summary>
/// <remarks>
/// <code>
/// prefixes                         each call guarded: what a patch throws is reported, and goes no further
/// if (a prefix said no) goto end
/// try { original code; each return becomes: result = ...; goto end }
/// catch (Exception) { finalizers; rethrow }        only when there is something to do
/// end: postfixes; finalizers; return result
/// </code>
/// Later patches are nested inside of earlier ones. What the original does not have is added to the metadata of its module: signatures
/// of the calls and of the locals, and no name of ours.
/// </remarks>
internal sealed class Weaver
{
    private const int FatHeader = 0x3003, MoreSections = 0x8, InitLocals = 0x10;

    private static readonly byte[] FailureSignature =
        [SignatureElement.Default, 2, SignatureElement.Void, SignatureElement.Object, SignatureElement.Int32];

    private readonly IReadOnlyList<BoundPatch> _patches;
    private readonly ModuleMetadata _metadata;
    private readonly OriginalCode _original;
    private readonly CodeWriter _writer;
    private readonly LocalVariables _locals;
    private readonly int?[] _states;
    private readonly int? _result;
    private readonly int _exception;
    private readonly int? _run;
    private readonly int? _caller;
    private int _maxStack;

    private Weaver(TargetMethod target, IReadOnlyList<BoundPatch> patches, ModuleMetadata metadata, MethodBody body)
    {
        (_patches, _metadata, _original) = (patches, metadata, new OriginalCode(body));
        _writer = new CodeWriter(body.Code.Length * 2 + 256);
        _maxStack = body.MaxStack;
        _locals = new LocalVariables(target.Method.Module, body.Locals);
        _exception = _locals.Add([SignatureElement.Object]);
        if (target.Signature.HasResult)
            _result = _locals.Add(target.Signature.ReturnType);
        if (Has(patches, static patch => patch.Prefix is { ReturnsBoolean: true }))
            _run = _locals.Add([SignatureElement.Boolean]);
        // What the prefixes make the current activity of an asynchronous method is not to be its caller's.
        if (target.IsAsynchronous && Has(patches, static patch => patch.Prefix != null))
            _caller = _locals.Add([SignatureElement.Object]);
        _states = new int?[patches.Count];
        for (var i = 0; i < patches.Count; i++)
        {
            if (patches[i].Patch.Methods.State is { } state)
                _states[i] = _locals.Add([TypeFit.Element(state)]);
        }
    }

    /// <summary>Makes the new body.</summary>
    /// <exception cref="RefusedException">The method cannot be woven.</exception>
    public static WovenBody Weave(
        TargetMethod target, IReadOnlyList<BoundPatch> patches, ModuleMetadata metadata, ReadOnlySpan<byte> body) =>
        new Weaver(target, patches, metadata, MethodBody.Read(body)).Weave();

    private WovenBody Weave()
    {
        var end = new CodeWriter.Label();
        WritePrefixes(end);
        if (_caller != null || Has(_patches, static patch => patch.Thrown != null))
            WriteProtectedOriginal(end);
        else
            _original.Copy(_writer, _result, OpCode.Branch, end);

        _writer.Mark(end);
        for (var i = _patches.Count - 1; i >= 0; i--)
        {
            WriteCall(i, _patches[i].Postfix);
            WriteCall(i, _patches[i].Returned);
        }
        WriteLeave();
        if (_result is { } result)
            _writer.OpCode(OpCode.LoadLocal, (ushort)result);
        _writer.OpCode(OpCode.Return);
        return new WovenBody(Assemble(), _original.Moved());
    }

    private void WritePrefixes(CodeWriter.Label end)
    {
        if (_run is { } run)
        {
            _writer.OpCode(OpCode.LoadInt32, 1);
            _writer.OpCode(OpCode.StoreLocal, (ushort)run);
        }
        if (_caller is { } caller)
        {
            _writer.Address(CallerActivity.EnterFunction);
            _writer.OpCode(OpCode.CallIndirect, _metadata.Signature([SignatureElement.Default, 0, SignatureElement.Object]));
            _writer.OpCode(OpCode.StoreLocal, (ushort)caller);
        }
        for (var i = 0; i < _patches.Count; i++)
            WriteCall(i, _patches[i].Prefix);
        if (_run is { } decision)
        {
            _writer.OpCode(OpCode.LoadLocal, (ushort)decision);
            _writer.Branch(OpCode.BranchFalse, end);
        }
    }

    private void WriteProtectedOriginal(CodeWriter.Label end)
    {
        var start = _writer.Position;
        _original.Copy(_writer, _result, OpCode.Leave, end);
        var handler = _writer.Position;
        _writer.OpCode(OpCode.StoreLocal, (ushort)_exception);
        for (var i = _patches.Count - 1; i >= 0; i--)
            WriteCall(i, _patches[i].Thrown);
        WriteLeave();
        _writer.OpCode(OpCode.Rethrow);
        _writer.Add(new ExceptionClause(0, start, handler, handler, _writer.Position, _metadata.Exception));
    }

    private void WriteLeave()
    {
        if (_caller is not { } caller)
            return;
        _writer.OpCode(OpCode.LoadLocal, (ushort)caller);
        _writer.Address(CallerActivity.LeaveFunction);
        _writer.OpCode(
            OpCode.CallIndirect, _metadata.Signature([SignatureElement.Default, 1, SignatureElement.Void, SignatureElement.Object]));
    }

    /// <summary>A call within a guard of its own.</summary>
    private void WriteCall(int patch, PatchCall? call)
    {
        if (call == null)
            return;
        var after = new CodeWriter.Label();
        var start = _writer.Position;
        // The result of the call is the last of the values that a decision is made of.
        if (call.ReturnsBoolean)
            _writer.OpCode(OpCode.LoadLocal, (ushort)_run!.Value);
        foreach (var injection in call.Injections)
            WriteInjection(injection, patch);
        _writer.Address(call.Function);
        _writer.OpCode(OpCode.CallIndirect, _metadata.Signature(call.Signature()));
        if (call.ReturnsBoolean)
        {
            _writer.OpCode(OpCode.And);
            _writer.OpCode(OpCode.StoreLocal, (ushort)_run!.Value);
        }
        _writer.Branch(OpCode.Leave, after);

        var handler = _writer.Position;
        _writer.OpCode(OpCode.LoadInt32, call.Failures);
        _writer.Address(PatchFailures.Function);
        _writer.OpCode(OpCode.CallIndirect, _metadata.Signature(FailureSignature));
        _writer.Branch(OpCode.Leave, after);
        _writer.Add(new ExceptionClause(0, start, handler, handler, _writer.Position, _metadata.Exception));
        _writer.Mark(after);
        _maxStack = Math.Max(_maxStack, call.Injections.Count + 3);
    }

    private void WriteInjection(Injection injection, int patch)
    {
        var isAddress = injection.Access == InjectionAccess.Address;
        var loadLocal = isAddress ? OpCode.LoadLocalAddress : OpCode.LoadLocal;
        switch (injection.Source)
        {
            case InjectionSource.Argument:
                _writer.OpCode(isAddress ? OpCode.LoadArgumentAddress : OpCode.LoadArgument, (ushort)injection.Argument);
                break;
            case InjectionSource.Result:
                _writer.OpCode(loadLocal, (ushort)_result!.Value);
                break;
            case InjectionSource.State:
                _writer.OpCode(loadLocal, (ushort)_states[patch]!.Value);
                break;
            case InjectionSource.Exception:
                _writer.OpCode(loadLocal, (ushort)_exception);
                break;
            case InjectionSource.Constant:
                _writer.OpCode(OpCode.LoadInt32, injection.Argument);
                break;
            default:
                _writer.OpCode(OpCode.LoadNull);
                break;
        }
        if (injection.Access != InjectionAccess.Content)
            return;
        if (injection.Type[0] == SignatureElement.Object)
            _writer.OpCode(OpCode.LoadReference);
        else
            _writer.OpCode(OpCode.LoadObject, _metadata.Type(injection.Type));
    }

    /// <summary>Header, code and handlers. Locals begin as zero, which patches and a skipped original rely on.</summary>
    private byte[] Assemble()
    {
        var code = _writer.Code;
        var handlers = _writer.Handlers;
        var sections = handlers.Count == 0 ? 0 : 4 + handlers.Count * 24;
        var codeLength = sections == 0 ? code.Length : (code.Length + 3) & ~3;
        var body = new byte[12 + codeLength + sections];
        var flags = FatHeader | InitLocals | (sections == 0 ? 0 : MoreSections);
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)flags);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(2), (ushort)Math.Min(_maxStack, ushort.MaxValue));
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(4), code.Length);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(8), _metadata.Signature(_locals.Signature()));
        code.CopyTo(body.AsSpan(12));
        if (sections > 0)
            WriteHandlers(body.AsSpan(12 + codeLength), handlers);
        return body;
    }

    private static void WriteHandlers(Span<byte> section, IReadOnlyList<ExceptionClause> handlers)
    {
        BinaryPrimitives.WriteInt32LittleEndian(section, section.Length << 8 | 0x41);
        for (var i = 0; i < handlers.Count; i++)
        {
            var clause = section[(4 + i * 24)..];
            BinaryPrimitives.WriteInt32LittleEndian(clause, handlers[i].Flags);
            BinaryPrimitives.WriteInt32LittleEndian(clause[4..], handlers[i].Try);
            BinaryPrimitives.WriteInt32LittleEndian(clause[8..], handlers[i].TryEnd - handlers[i].Try);
            BinaryPrimitives.WriteInt32LittleEndian(clause[12..], handlers[i].Handler);
            BinaryPrimitives.WriteInt32LittleEndian(clause[16..], handlers[i].HandlerEnd - handlers[i].Handler);
            BinaryPrimitives.WriteInt32LittleEndian(clause[20..], handlers[i].Data);
        }
    }

    private static bool Has(IReadOnlyList<BoundPatch> patches, Func<BoundPatch, bool> what)
    {
        foreach (var patch in patches)
        {
            if (what(patch))
                return true;
        }
        return false;
    }
}
