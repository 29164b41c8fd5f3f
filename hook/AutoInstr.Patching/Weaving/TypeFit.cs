using AutoInstr.Patching.Metadata;

namespace AutoInstr.Patching.Weaving;

/// <summary>Whether a value of the original may be passed to a patch, without a conversion.</summary>
internal static class TypeFit
{
    private static readonly byte[] ObjectType = [SignatureElement.Object];

    /// <summary>The bytes by which a value is passed: all classes are <c>object</c>, since nothing else need be named.</summary>
    /// <param name="wanted">The type of the patch's parameter.</param>
    /// <param name="actual">The type of the original's value.</param>
    /// <param name="bytes">The latter's bytes in the original's signature.</param>
    /// <param name="byReference">Whether the patch may write to it.</param>
    /// <param name="name">The parameter, for the message.</param>
    /// <exception cref="RefusedException">It does not fit.</exception>
    public static byte[] Passed(Type wanted, Type actual, byte[] bytes, bool byReference, string name)
    {
        if (actual.IsGenericParameter ? IsClass(actual) : !actual.IsValueType && !actual.IsPointer && !actual.IsFunctionPointer)
        {
            var fits = wanted == typeof(object) ||
                (byReference ? wanted == actual : !wanted.IsValueType && wanted.IsAssignableFrom(actual));
            return fits ? ObjectType : throw Unfit(wanted, actual, name);
        }
        if (wanted == actual || actual.IsEnum && wanted == actual.GetEnumUnderlyingType())
            return bytes;
        if (wanted == typeof(object))
            throw new RefusedException($"{name} is the value type {actual}, and taking it as object would box it");
        throw Unfit(wanted, actual, name);
    }

    /// <summary>The byte of a primitive type, that of <c>object</c> for a class, and 0 for any other type.</summary>
    public static byte Element(Type type) => Type.GetTypeCode(type) switch
    {
        _ when !type.IsValueType && !type.IsPointer => SignatureElement.Object,
        _ when type == typeof(nint) => SignatureElement.IntPtr,
        _ when type == typeof(nuint) => SignatureElement.UIntPtr,
        _ when type.IsEnum => 0,
        >= TypeCode.Boolean and <= TypeCode.Double and var code => (byte)(SignatureElement.Boolean + (code - TypeCode.Boolean)),
        _ => 0,
    };

    private static bool IsClass(Type parameter)
    {
        if ((parameter.GenericParameterAttributes & System.Reflection.GenericParameterAttributes.ReferenceTypeConstraint) != 0)
            return true;
        foreach (var constraint in parameter.GetGenericParameterConstraints())
        {
            if (constraint is { IsClass: true, IsGenericParameter: false } && constraint != typeof(ValueType) && constraint != typeof(Enum))
                return true;
        }
        return false;
    }

    private static RefusedException Unfit(Type wanted, Type actual, string name) => new($"{name} is {actual}, not {wanted}");
}
