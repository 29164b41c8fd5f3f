using System.Runtime.CompilerServices;
using Coravel.Invocable;
using Coravel.Tasks;

namespace AutoInstr.Patches.Jobs.Coravel6;

/// <summary>What is in a queued task.</summary>
internal static class CoravelTask
{
    /// <summary>The class that the application queued; it is the type argument of the closure that Coravel makes of it.</summary>
    /// <returns><see langword="null"/> for a delegate of the application.</returns>
    public static Type? Invocable(ActionOrAsyncFunc task)
    {
        if (Delegate(task)?.Method.DeclaringType is not { IsGenericType: true } closure)
            return null;
        var type = closure.GetGenericArguments()[0];
        return typeof(IInvocable).IsAssignableFrom(type) ? type : null;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_asyncAction")]
    private static extern ref Func<Task>? Delegate(ActionOrAsyncFunc task);
}
