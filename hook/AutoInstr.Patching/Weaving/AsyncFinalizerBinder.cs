using System.Reflection;
using AutoInstr.Patching.Metadata;
using AutoInstr.Patching.Runtime;

namespace AutoInstr.Patching.Weaving;

/// <summary>Binds a finalizer to a method that returns a task, a value task or an asynchronous sequence: it runs at completion.</summary>
/// <param name="target">The method.</param>
/// <param name="binder">Finds what its parameters stand for.</param>
internal sealed class AsyncFinalizerBinder(TargetMethod target, ParameterBinder binder)
{
    private readonly Type _resultType = target.ResultType!;
    private readonly List<Injection> _captured = [];

    /// <summary>Binds it.</summary>
    /// <returns>The calls that a woven method makes when the original has returned, and when it has thrown.</returns>
    /// <exception cref="RefusedException">It does not fit.</exception>
    public (PatchCall Returned, PatchCall Thrown) Bind(MethodInfo finalizer)
    {
        var parameters = finalizer.GetParameters();
        var sources = new int[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
            sources[i] = Source(parameters[i]);
        if (_captured.Count > Captured.Capacity)
            throw new RefusedException($"its Finalizer takes more than {Captured.Capacity} values beside result and exception");

        var failures = PatchFailures.Register(finalizer);
        var number = AsyncFinalizer.Register(Create(finalizer.MethodHandle.GetFunctionPointer(), failures, sources));
        var result = new Injection(InjectionSource.Result, InjectionAccess.Address, 0, [SignatureElement.Byte]);
        return (
            new PatchCall(AsyncFinalizer.ReturnedFunction, [result, .. Passed(number)], failures),
            new PatchCall(AsyncFinalizer.ThrownFunction, [Injection.Exception, .. Passed(number)], failures));
    }

    private IEnumerable<Injection> Passed(int number) =>
    [
        new Injection(InjectionSource.Constant, InjectionAccess.Value, number, [SignatureElement.Int32]),
        .. _captured,
        .. Enumerable.Repeat(Injection.Null, Captured.Capacity - _captured.Count),
    ];

    private int Source(ParameterInfo parameter)
    {
        if (parameter.Name == ParameterBinder.Result)
        {
            CheckResult(parameter.ParameterType);
            return FinalizerSource.Result;
        }
        var injection = binder.Bind(parameter);
        if (injection.Source == InjectionSource.Exception)
            return FinalizerSource.Exception;
        if (injection.IsByReference || injection.Type[0] != SignatureElement.Object)
            throw new RefusedException(
                $"{parameter.Name} is not a class by value, and this Finalizer runs after the call; keep it in {ParameterBinder.State}");
        _captured.Add(injection);
        return _captured.Count - 1;
    }

    /// <summary>The finalizer's result is what comes of the task.</summary>
    private void CheckResult(Type wanted)
    {
        var type = IsTaskWithResult ? _resultType.GetGenericArguments()[0]
            : throw new RefusedException($"{ParameterBinder.Result} is not to be had in a Finalizer: {_resultType} has none at completion");
        if (type.ContainsGenericParameters)
            throw new RefusedException($"{ParameterBinder.Result} is of the open type {type}");
        TypeFit.Passed(wanted, type, [], byReference: false, ParameterBinder.Result);
    }

    private bool IsTaskWithResult => Definition == typeof(Task<>) || Definition == typeof(ValueTask<>);

    private Type? Definition => _resultType.IsGenericType ? _resultType.GetGenericTypeDefinition() : null;

    private AsyncFinalizer Create(nint function, int failures, int[] sources)
    {
        var takesResult = Array.IndexOf(sources, FinalizerSource.Result) >= 0;
        if (typeof(Task).IsAssignableFrom(_resultType) && !takesResult)
            return new TaskFinalizer<object>(new FinalizerCall<object>(function, failures, sources));
        if (_resultType == typeof(ValueTask))
            return new ValueTaskFinalizer(new FinalizerCall<object>(function, failures, sources));

        var argument = _resultType.GetGenericArguments()[0];
        if (Definition == typeof(IAsyncEnumerable<>))
        {
            var call = new FinalizerCall<object>(function, failures, sources);
            return argument.ContainsGenericParameters
                ? new OpenAsyncEnumerableFinalizer(call)
                : Create(typeof(AsyncEnumerableFinalizer<>), argument, call);
        }
        if (argument.ContainsGenericParameters)
            throw new RefusedException($"it returns {_resultType}, whose size is not known before it is called");
        return Create(
            Definition == typeof(Task<>) ? typeof(TaskFinalizer<>) : typeof(ValueTaskFinalizer<>),
            argument,
            Activator.CreateInstance(typeof(FinalizerCall<>).MakeGenericType(argument), function, failures, sources)!);
    }

    private static AsyncFinalizer Create(Type definition, Type argument, object call) =>
        (AsyncFinalizer)Activator.CreateInstance(definition.MakeGenericType(argument), call)!;
}
