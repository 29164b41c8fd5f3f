using System.Reflection;
using AutoInstr.Patching.Metadata;

namespace AutoInstr.Patching.Weaving;

/// <summary>A method that is to be woven.</summary>
internal sealed class TargetMethod
{
    private int? _number;

    /// <summary>Looks at a method.</summary>
    /// <exception cref="RefusedException">It cannot be woven.</exception>
    public TargetMethod(MethodBase method)
    {
        if (!HasBody(method))
            throw new RefusedException("it has no body");
        if (((int)method.MethodImplementationFlags & RuntimeAsync) != 0)
            throw new RefusedException("the runtime makes it asynchronous");
        Method = method;
        Signature = MethodSignature.Of(method);
        Parameters = method.GetParameters();
        ResultType = method is MethodInfo { ReturnType: var type } && type != typeof(void) ? type : null;
    }

    /// <summary>MethodImplOptions.Async, which .NET 8 does not know.</summary>
    private const int RuntimeAsync = 0x2000;

    /// <summary>The method.</summary>
    public MethodBase Method { get; }

    /// <summary>What patches get as its number.</summary>
    public int Number => _number ??= PatchedMethods.Register(Method);

    /// <summary>Its signature in its module's tokens.</summary>
    public MethodSignature Signature { get; }

    /// <summary>Its parameters.</summary>
    public ParameterInfo[] Parameters { get; }

    /// <summary>The type of its result; <see langword="null"/> when it has none.</summary>
    public Type? ResultType { get; }

    /// <summary>Whether the call goes on after the method has returned.</summary>
    public bool IsAsynchronous =>
        ResultType == typeof(Task) || ResultType == typeof(ValueTask) ||
        ResultType is { IsGenericType: true } && ResultType.GetGenericTypeDefinition() is var definition &&
        (definition == typeof(Task<>) || definition == typeof(ValueTask<>) || definition == typeof(IAsyncEnumerable<>));

    /// <summary>Its name, as messages have it.</summary>
    public string Name => $"{Method.DeclaringType?.FullName}.{Method.Name}";

    /// <summary>The number of the argument that is a parameter's.</summary>
    public int Argument(int parameter) => parameter + (Signature.HasThis ? 1 : 0);

    /// <summary>Whether a method has IL of its own.</summary>
    public static bool HasBody(MethodBase method) => HasBody(method.Attributes, method.MethodImplementationFlags);

    /// <summary>Whether a method of these attributes has code of its own.</summary>
    public static bool HasBody(MethodAttributes attributes, MethodImplAttributes implementation) =>
        (attributes & (MethodAttributes.Abstract | MethodAttributes.PinvokeImpl)) == 0 &&
        (implementation & (MethodImplAttributes.CodeTypeMask | MethodImplAttributes.InternalCall)) == 0;
}
