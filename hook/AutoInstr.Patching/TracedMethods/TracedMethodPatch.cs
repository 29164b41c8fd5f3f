using System.Diagnostics;
using System.Reflection;

namespace AutoInstr.Patching.TracedMethods;

/// <summary>The patch of all traced methods: an internal span for each call, within the limit.</summary>
[Instrumentation("METHODS")]
internal static class TracedMethodPatch
{
    private static readonly ActivitySource Source = new(
        "AutoInstr.Methods",
        typeof(TracedMethodPatch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    private static CallLimit? _limit;
    private static Names?[] _names = [];

    /// <summary>Sets the limit.</summary>
    public static void Configure(CallLimit limit) => _limit = limit;

    private static void Prefix(int __target, out Activity? __state)
    {
        __state = null;
        if (!Source.HasListeners() || _limit?.Admits() == false)
            return;
        var names = NamesOf(__target);
        __state = Source.StartActivity(names.Span);
        __state?.SetTag("code.function.name", names.Function);
    }

    private static void Finalizer(Activity? __state, Exception? __exception)
    {
        if (__state == null)
            return;
        if (__exception != null)
        {
            __state.SetStatus(ActivityStatusCode.Error, __exception.Message);
            __state.SetTag("error.type", __exception.GetType().FullName);
            __state.AddException(__exception);
        }
        __state.Dispose();
    }

    private static Names NamesOf(int target)
    {
        var all = _names;
        if (target >= all.Length)
        {
            // Two threads at a time may lose what the other one made; it is made again.
            Array.Resize(ref all, target + 64);
            _names = all;
        }
        return all[target] ??= Names.Of(PatchedMethods.Get(target));
    }

    /// <summary>What a method is called.</summary>
    /// <param name="Span">In the span's name: <c>Type.Method</c>.</param>
    /// <param name="Function">In full.</param>
    private sealed record Names(string Span, string Function)
    {
        public static Names Of(MethodBase method)
        {
            var type = MethodPattern.NameOf(method.DeclaringType!);
            return new Names($"{type[(type.LastIndexOf('.') + 1)..]}.{method.Name}", $"{type}.{method.Name}");
        }
    }
}
