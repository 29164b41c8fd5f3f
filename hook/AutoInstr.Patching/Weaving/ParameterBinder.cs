using System.Reflection;
using AutoInstr.Patching.Metadata;

namespace AutoInstr.Patching.Weaving;

/// <summary>Finds by name what a patch method's parameters stand for in a target.</summary>
/// <param name="target">The target.</param>
/// <param name="state">The type of the patch's <c>__state</c>; <see langword="null"/> when it has none.</param>
internal sealed class ParameterBinder(TargetMethod target, Type? state)
{
#pragma warning disable CS1591 // the names by Harmony's convention
    public const string Instance = "__instance", Result = "__result", Exception = "__exception", State = "__state", Target = "__target";
#pragma warning restore CS1591

    /// <summary>Binds all parameters of a patch method.</summary>
    /// <exception cref="RefusedException">One does not fit.</exception>
    public Injection[] Bind(MethodInfo patch)
    {
        var parameters = patch.GetParameters();
        var injections = new Injection[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
            injections[i] = Bind(parameters[i]);
        return injections;
    }

    /// <summary>Binds one.</summary>
    /// <exception cref="RefusedException">It does not fit.</exception>
    public Injection Bind(ParameterInfo parameter)
    {
        var byReference = parameter.ParameterType.IsByRef;
        var wanted = byReference ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        return parameter.Name switch
        {
            Instance => BindInstance(wanted, byReference),
            Result => BindResult(wanted, byReference),
            Exception => BindException(wanted, byReference),
            State => BindState(wanted, byReference),
            Target => BindTarget(wanted, byReference),
            _ => BindArgument(parameter.Name!, wanted, byReference),
        };
    }

    private Injection BindInstance(Type wanted, bool byReference)
    {
        var type = target.Method.DeclaringType!;
        if (!target.Signature.HasThis)
            throw new RefusedException($"{Instance} is not to be had: the method is static");
        if (!type.IsValueType)
        {
            if (byReference)
                throw new RefusedException($"{Instance} of a class cannot be taken by reference");
            return new Injection(InjectionSource.Argument, InjectionAccess.Value, 0, TypeFit.Passed(wanted, type, [], false, Instance));
        }
        // The first argument of a structure's method is a reference to it.
        var bytes = new SignatureWriter().Byte(SignatureElement.ValueType).Type(type.MetadataToken).ToArray();
        var access = byReference ? InjectionAccess.Reference : InjectionAccess.Content;
        return new Injection(InjectionSource.Argument, access, 0, TypeFit.Passed(wanted, type, bytes, byReference, Instance));
    }

    private Injection BindResult(Type wanted, bool byReference)
    {
        if (target.ResultType is not { } type)
            throw new RefusedException($"{Result} is not to be had: the method returns nothing");
        if (type.IsByRef)
            throw new RefusedException($"{Result} is not to be had: the method returns a reference");
        var bytes = TypeFit.Passed(wanted, type, target.Signature.ReturnType, byReference, Result);
        return new Injection(InjectionSource.Result, byReference ? InjectionAccess.Address : InjectionAccess.Value, 0, bytes);
    }

    private static Injection BindException(Type wanted, bool byReference)
    {
        if (wanted != typeof(Exception) || byReference)
            throw new RefusedException($"{Exception} is to be a System.Exception by value");
        return Injection.Exception;
    }

    private Injection BindState(Type wanted, bool byReference)
    {
        var element = TypeFit.Element(wanted);
        if (element == 0)
            throw new RefusedException($"{State} is a {wanted}; it is to be a class or a primitive type");
        if (wanted != state)
            throw new RefusedException($"{State} is a {wanted} here and a {state} there");
        return new Injection(InjectionSource.State, byReference ? InjectionAccess.Address : InjectionAccess.Value, 0, [element]);
    }

    private Injection BindTarget(Type wanted, bool byReference)
    {
        if (wanted != typeof(int) || byReference)
            throw new RefusedException($"{Target} is to be an int by value");
        return new Injection(InjectionSource.Constant, InjectionAccess.Value, target.Number, [SignatureElement.Int32]);
    }

    private Injection BindArgument(string name, Type wanted, bool byReference)
    {
        var index = Array.FindIndex(target.Parameters, parameter => parameter.Name == name);
        if (index < 0)
            throw new RefusedException($"there is no parameter '{name}'");

        var type = target.Parameters[index].ParameterType;
        var bytes = target.Signature.Parameters[index];
        var argument = target.Argument(index);
        if (!type.IsByRef)
            return new Injection(
                InjectionSource.Argument,
                byReference ? InjectionAccess.Address : InjectionAccess.Value,
                argument,
                TypeFit.Passed(wanted, type, bytes, byReference, name));

        var reader = new SignatureReader(bytes);
        reader.ReadByte();
        var content = TypeFit.Passed(wanted, type.GetElementType()!, reader.ReadType().ToArray(), byReference, name);
        var access = byReference ? InjectionAccess.Reference : InjectionAccess.Content;
        return new Injection(InjectionSource.Argument, access, argument, content);
    }
}
