using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Plugins;

/// <summary>What stands between a plug-in and the application: the first exception puts all parts of the plug-in out of use.</summary>
/// <param name="name">The plug-in's class, and its assembly.</param>
internal sealed class PluginGuard(string name)
{
    private int _isFaulty;

    /// <summary>Whether the plug-in is out of use.</summary>
    public bool IsFaulty => Volatile.Read(ref _isFaulty) != 0;

    /// <summary>Puts it out of use.</summary>
    /// <param name="part">What of it failed.</param>
    /// <param name="exception">What it threw.</param>
    public void Disable(string part, Exception exception)
    {
        if (Interlocked.Exchange(ref _isFaulty, 1) == 0)
            Log.Error(
                $"the plug-in {name} is disabled: its {part} threw {exception.GetType().Name}: {exception.Message}; correct it, or " +
                $"take it out of {PluginSet.Variable}");
    }

    /// <summary>Lets a part of it do something, as long as it is in use.</summary>
    /// <param name="part">The part.</param>
    /// <param name="action">What it does.</param>
    public void Run(string part, Action action)
    {
        if (IsFaulty)
            return;
        try
        {
            action();
        }
        catch (Exception exception)
        {
            Disable(part, exception);
        }
    }

    /// <summary>Asks a part of it for something, as long as it is in use.</summary>
    /// <param name="part">The part.</param>
    /// <param name="question">What it is asked.</param>
    /// <param name="otherwise">The answer without it.</param>
    /// <typeparam name="T">What it gives.</typeparam>
    public T Ask<T>(string part, Func<T> question, T otherwise)
    {
        if (IsFaulty)
            return otherwise;
        try
        {
            return question();
        }
        catch (Exception exception)
        {
            Disable(part, exception);
            return otherwise;
        }
    }
}
