using System.Reflection;
using System.Runtime.CompilerServices;
using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Sources;

/// <summary>Static settings of a library, changed for the sake of the agent's spans; the
/// application's own SDK finds them as they were.</summary>
/// <remarks>
/// A library may read a setting before a span begins, or keep it. So they are set when it is loaded, given back when an SDK of the
/// application's is, before it can make a provider, and after that follow the owner of each span. No copy of a library is kept alive.
/// </remarks>
internal sealed class LibraryOptions
{
    private readonly ConditionalWeakTable<Assembly, LibraryOption[]> _options = [];
    private readonly object _changing = new();
    private volatile bool _areSet;
    private bool _isWatching;

    /// <summary>Adds the settings of a copy of the library.</summary>
    public void Add(AttachContext context, params LibraryOption[] options)
    {
        _options.AddOrUpdate(context.Library, options);
        if (!_isWatching)
            context.Application.Appeared += Restore;
        _isWatching = true;
        if (context.Application.IsPresent && !_areSet)
            return;
        _areSet = false;
        Set();
    }

    /// <summary>Makes them what the agent's spans need.</summary>
    public void Set() => Change(true, static option => option.Set());

    /// <summary>Makes them what they were, unless somebody else has changed them since.</summary>
    public void Restore() => Change(false, static option => option.Restore());

    private void Change(bool areSet, Action<LibraryOption> change)
    {
        if (_areSet == areSet)
            return;
        lock (_changing)
        {
            _areSet = areSet;
            foreach (var (_, options) in _options)
            {
                foreach (var option in options)
                    Guarded(option, change);
            }
        }
    }

    private static void Guarded(LibraryOption option, Action<LibraryOption> change)
    {
        try
        {
            change(option);
        }
        catch (Exception exception)
        {
            Log.Once(
                LogLevel.Error, "option", $"a setting of a library could not be changed: {exception.GetType().Name}: {exception.Message}");
        }
    }
}

/// <summary>One of them.</summary>
/// <param name="read">Gives the value.</param>
/// <param name="write">Changes it.</param>
/// <param name="wanted">What the agent's spans need.</param>
internal sealed class LibraryOption(Func<object?> read, Action<object?> write, object wanted)
{
    private object? _before;
    private bool _isSet;

    /// <summary>Makes it what is needed.</summary>
    public void Set()
    {
        if (_isSet)
            return;
        _before = read();
        write(wanted);
        _isSet = true;
    }

    /// <summary>Makes it what it was.</summary>
    public void Restore()
    {
        if (!_isSet)
            return;
        _isSet = false;
        if (wanted.Equals(read()))
            write(_before);
    }
}
