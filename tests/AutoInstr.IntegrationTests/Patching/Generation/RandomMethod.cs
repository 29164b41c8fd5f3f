using System.Reflection.Emit;

namespace AutoInstr.IntegrationTests.Patching.Generation;

/// <summary>The body of a method <c>long (long, int, string)</c> of random statements: arithmetic, conversions, branches of every form,
/// loops, switches, returns from the middle, and nested protected stretches of all four kinds. It ends for all arguments.</summary>
internal sealed class RandomMethod
{
    private static readonly OpCode[] Binary =
    [
        OpCodes.Add, OpCodes.Sub, OpCodes.Mul, OpCodes.Div, OpCodes.Div_Un, OpCodes.Rem, OpCodes.Rem_Un, OpCodes.And, OpCodes.Or,
        OpCodes.Xor,
        OpCodes.Add_Ovf, OpCodes.Add_Ovf_Un, OpCodes.Sub_Ovf, OpCodes.Sub_Ovf_Un, OpCodes.Mul_Ovf, OpCodes.Mul_Ovf_Un,
    ];

    private static readonly OpCode[] Shifts = [OpCodes.Shl, OpCodes.Shr, OpCodes.Shr_Un];
    private static readonly OpCode[] Comparisons = [OpCodes.Ceq, OpCodes.Cgt, OpCodes.Cgt_Un, OpCodes.Clt, OpCodes.Clt_Un];

    private static readonly OpCode[] Conversions =
    [
        OpCodes.Conv_I1, OpCodes.Conv_I2, OpCodes.Conv_I4, OpCodes.Conv_I8, OpCodes.Conv_U1, OpCodes.Conv_U2, OpCodes.Conv_U4,
        OpCodes.Conv_U8,
        OpCodes.Conv_I, OpCodes.Conv_U, OpCodes.Conv_R4, OpCodes.Conv_R8, OpCodes.Conv_R_Un,
        OpCodes.Conv_Ovf_I1, OpCodes.Conv_Ovf_I2, OpCodes.Conv_Ovf_I4, OpCodes.Conv_Ovf_I8, OpCodes.Conv_Ovf_I,
        OpCodes.Conv_Ovf_U1, OpCodes.Conv_Ovf_U2, OpCodes.Conv_Ovf_U4, OpCodes.Conv_Ovf_U8, OpCodes.Conv_Ovf_U,
        OpCodes.Conv_Ovf_I1_Un, OpCodes.Conv_Ovf_I2_Un, OpCodes.Conv_Ovf_I4_Un, OpCodes.Conv_Ovf_I8_Un, OpCodes.Conv_Ovf_I_Un,
        OpCodes.Conv_Ovf_U1_Un, OpCodes.Conv_Ovf_U2_Un, OpCodes.Conv_Ovf_U4_Un, OpCodes.Conv_Ovf_U8_Un, OpCodes.Conv_Ovf_U_Un,
    ];

    private static readonly (OpCode Short, OpCode Long)[] Branches =
    [
        (OpCodes.Beq_S, OpCodes.Beq), (OpCodes.Bge_S, OpCodes.Bge), (OpCodes.Bgt_S, OpCodes.Bgt), (OpCodes.Ble_S, OpCodes.Ble),
        (OpCodes.Blt_S, OpCodes.Blt), (OpCodes.Bne_Un_S, OpCodes.Bne_Un), (OpCodes.Bge_Un_S, OpCodes.Bge_Un),
        (OpCodes.Bgt_Un_S, OpCodes.Bgt_Un), (OpCodes.Ble_Un_S, OpCodes.Ble_Un), (OpCodes.Blt_Un_S, OpCodes.Blt_Un),
    ];

    private readonly Random _random;
    private readonly RecordingEmitter _il;
    private readonly LocalBuilder _sum;
    private int _protection;

    /// <summary>Writes the body.</summary>
    public RandomMethod(RecordingEmitter il, Random random)
    {
        (_il, _random) = (il, random);
        _sum = il.Il.DeclareLocal(typeof(long));
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Stloc, _sum);
        for (var i = random.Next(3, 9); i > 0; i--)
            Statement(depth: 4);
        il.Emit(OpCodes.Ldloc, _sum);
        il.Emit(OpCodes.Ret);
    }

    private void Statement(int depth)
    {
        switch (depth == 0 ? _random.Next(3) : _random.Next(11))
        {
            case 0 or 1: Arithmetic(); break;
            case 2: Convert(); break;
            case 3: If(() => Block(depth - 1), isShort: false); break;
            case 4: If(Arithmetic, isShort: true); break;
            case 5: Loop(depth - 1); break;
            case 6: Switch(depth - 1); break;
            case 7 when _protection == 0: If(Return, isShort: true); break;
            case 8: If(Throw, isShort: true); break;
            default: Protect(depth - 1); break;
        }
    }

    private void Block(int depth)
    {
        for (var i = _random.Next(1, 4); i > 0; i--)
            Statement(depth);
    }

    private void Arithmetic()
    {
        _il.Emit(OpCodes.Ldloc, _sum);
        switch (_random.Next(6))
        {
            case 0:
                _il.Emit(OpCodes.Ldc_I4, _random.Next(64));
                _il.Emit(Pick(Shifts));
                break;
            case 1:
                _il.Emit(OpCodes.Ldarg_0);
                _il.Emit(Pick(Comparisons));
                _il.Emit(OpCodes.Conv_I8);
                break;
            case 2:
                _il.Emit(_random.Next(2) == 0 ? OpCodes.Neg : OpCodes.Not);
                break;
            case 3:
                _il.Emit(OpCodes.Ldarg_1);
                _il.Emit(OpCodes.Conv_I8);
                _il.Emit(Pick(Binary));
                break;
            default:
                _il.Emit(OpCodes.Ldc_I8, (long)_random.Next(-5, 1000));
                _il.Emit(Pick(Binary));
                break;
        }
        _il.Emit(OpCodes.Stloc, _sum);
    }

    private void Convert()
    {
        _il.Emit(OpCodes.Ldloc, _sum);
        _il.Emit(Pick(Conversions));
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Stloc, _sum);
    }

    private void If(Action body, bool isShort)
    {
        var end = _il.Il.DefineLabel();
        _il.Emit(OpCodes.Ldloc, _sum);
        if (_random.Next(4) == 0)
        {
            var (ifTrue, ifFalse) = isShort ? (OpCodes.Brtrue_S, OpCodes.Brfalse_S) : (OpCodes.Brtrue, OpCodes.Brfalse);
            _il.Emit(_random.Next(2) == 0 ? ifTrue : ifFalse, end);
        }
        else
        {
            _il.Emit(OpCodes.Ldc_I8, (long)_random.Next(-10, 10));
            var (shortForm, longForm) = Branches[_random.Next(Branches.Length)];
            _il.Emit(isShort ? shortForm : longForm, end);
        }
        body();
        _il.Mark(end);
    }

    private void Loop(int depth)
    {
        var counter = _il.Il.DeclareLocal(typeof(int));
        var (body, condition) = (_il.Il.DefineLabel(), _il.Il.DefineLabel());
        _il.Emit(OpCodes.Ldc_I4, _random.Next(1, 4));
        _il.Emit(OpCodes.Stloc, counter);
        _il.Emit(OpCodes.Br, condition);
        _il.Mark(body);
        Block(Math.Min(depth, 1));
        _il.Emit(OpCodes.Ldloc, counter);
        _il.Emit(OpCodes.Ldc_I4_1);
        _il.Emit(OpCodes.Sub);
        _il.Emit(OpCodes.Stloc, counter);
        _il.Mark(condition);
        _il.Emit(OpCodes.Ldloc, counter);
        _il.Emit(OpCodes.Brtrue, body);
    }

    private void Switch(int depth)
    {
        var labels = Enumerable.Range(0, _random.Next(1, 6)).Select(_ => _il.Il.DefineLabel()).ToArray();
        var end = _il.Il.DefineLabel();
        _il.Emit(OpCodes.Ldloc, _sum);
        _il.Emit(OpCodes.Conv_I4);
        _il.Emit(OpCodes.Ldc_I4_7);
        _il.Emit(OpCodes.And);
        _il.Emit(OpCodes.Switch, labels);
        Arithmetic();
        _il.Emit(OpCodes.Br, end);
        foreach (var label in labels)
        {
            _il.Mark(label);
            Block(Math.Min(depth, 1));
            _il.Emit(OpCodes.Br, end);
        }
        _il.Mark(end);
    }

    private void Return()
    {
        _il.Emit(OpCodes.Ldloc, _sum);
        _il.Emit(OpCodes.Ret);
    }

    private void Throw()
    {
        _il.Emit(OpCodes.Ldstr, "thrown " + _random.Next(3));
        var type = _random.Next(2) == 0 ? typeof(InvalidOperationException) : typeof(NotSupportedException);
        _il.Emit(OpCodes.Newobj, type.GetConstructor([typeof(string)])!);
        _il.Emit(OpCodes.Throw);
    }

    private void Protect(int depth)
    {
        var end = _il.Il.BeginExceptionBlock();
        _protection++;
        Block(depth);
        if (_random.Next(2) == 0)
            If(() => _il.Emit(OpCodes.Leave, end), isShort: true);
        switch (_random.Next(4))
        {
            case 0:
                _il.Il.BeginCatchBlock(_random.Next(2) == 0 ? typeof(ArithmeticException) : typeof(Exception));
                _il.Emit(OpCodes.Pop);
                Block(Math.Max(0, depth - 1));
                If(() => _il.Emit(OpCodes.Rethrow), isShort: true);
                break;
            case 1:
                _il.Il.BeginExceptFilterBlock();
                _il.Emit(OpCodes.Isinst, typeof(InvalidOperationException));
                _il.Emit(OpCodes.Ldnull);
                _il.Emit(OpCodes.Cgt_Un);
                _il.Il.BeginCatchBlock(null);
                _il.Emit(OpCodes.Pop);
                Arithmetic();
                break;
            case 2:
                _il.Il.BeginFinallyBlock();
                Arithmetic();
                break;
            default:
                _il.Il.BeginFaultBlock();
                Arithmetic();
                break;
        }
        _il.Il.EndExceptionBlock();
        _protection--;
    }

    private OpCode Pick(OpCode[] codes) => codes[_random.Next(codes.Length)];
}
