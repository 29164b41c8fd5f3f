using System.Diagnostics;

namespace AutoInstr.Patching.Runtime;

/// <summary>Keeps what a prefix starts from becoming the current activity of an asynchronous method's caller.</summary>
/// <remarks>The method itself has captured it when it returns: what it goes on to do is still part of it.</remarks>
internal static unsafe class CallerActivity
{
    /// <summary>The address that a woven method calls first; returns what is current.</summary>
    public static nint EnterFunction { get; } = (nint)(delegate*<Activity?>)&Enter;

    /// <summary>The address that it calls last, with that.</summary>
    public static nint LeaveFunction { get; } = (nint)(delegate*<Activity?, void>)&Leave;

    private static Activity? Enter() => Activity.Current;

    private static void Leave(Activity? caller)
    {
        try
        {
            if (Activity.Current != caller)
                Activity.Current = caller;
        }
        catch (Exception)
        {
            // A handler of Activity.CurrentChanged threw: it is none of this call's business.
        }
    }
}
