using System.Reflection;

namespace AutoInstr.Agent.Lifecycle;

/// <summary>Lets a handler of <see cref="AppDomain.UnhandledException"/> run after those that were added later.</summary>
/// <remarks>
/// Nothing else is raised once they have run, and a list that is being run through cannot be added to. But the runtime takes one handler
/// after the other from an array, in which the order can still change: nothing is put between it and the application's handlers. Where the
/// fields are not as expected, the order stays; a test holds it for each release.
/// </remarks>
internal static class UnhandledExceptionOrder
{
    /// <summary>Moves a handler behind all others, while the one right before it runs.</summary>
    /// <returns>Whether there were others.</returns>
    public static bool MoveToEnd(UnhandledExceptionEventHandler handler)
    {
        const BindingFlags any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
        if (typeof(AppContext).GetField(nameof(AppDomain.UnhandledException), any)?.GetValue(null) is not MulticastDelegate all ||
            typeof(MulticastDelegate).GetField("_invocationList", any)?.GetValue(all) is not object?[] handlers)
            return false;

        // The array may have room for more handlers than there are.
        var last = all.GetInvocationList().Length - 1;
        var own = last < handlers.Length ? Array.IndexOf(handlers, handler, 0, last + 1) : -1;
        if (own < 0 || own == last)
            return false;
        Array.Copy(handlers, own + 1, handlers, own, last - own);
        handlers[last] = handler;
        return true;
    }
}
