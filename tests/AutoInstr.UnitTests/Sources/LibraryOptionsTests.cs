using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.ExistingSdk;
using AutoInstr.Agent.Sources;
using Xunit;

namespace AutoInstr.UnitTests.Sources;

/// <summary>A static setting of a library while the agent comes and goes.</summary>
[Collection(typeof(GarbageCollection))]
public sealed class LibraryOptionsTests
{
    private readonly LibraryOptions _options = new();
    private object? _value = "library's";

    [Fact]
    public void It_is_set_at_once_and_given_back()
    {
        Add();
        Assert.Equal("agent's", _value);
        _options.Restore();
        Assert.Equal("library's", _value);
        _options.Set();
        Assert.Equal("agent's", _value);
    }

    [Fact]
    public void What_the_application_sets_stays()
    {
        Add();
        _value = "application's";
        _options.Restore();
        Assert.Equal("application's", _value);
        _options.Set();
        _options.Restore();
        Assert.Equal("application's", _value);
    }

    [Fact]
    public void A_second_copy_is_set_as_the_first_one_is()
    {
        object? second = "library's";
        Add();
        _options.Add(Context(typeof(FactAttribute).Assembly), new LibraryOption(() => second, value => second = value, "agent's"));
        Assert.Equal("agent's", second);
        _options.Restore();
        Assert.Equal(("library's", "library's"), (_value, second));
    }

    [Fact]
    public void A_failure_stays_inside_and_the_others_are_set()
    {
        _options.Add(
            Context(typeof(LibraryOptionsTests).Assembly),
            new LibraryOption(() => throw new InvalidOperationException(), _ => { }, ""),
            new LibraryOption(() => _value, value => _value = value, "agent's"));
        Assert.Equal("agent's", _value);
    }

    [Fact]
    public void A_plug_in_can_still_be_unloaded()
    {
        var context = AddCopy();
        Assert.True(SpinWait.SpinUntil(() => IsCollected(context), TimeSpan.FromSeconds(30)));
        _options.Restore();
    }

    private static bool IsCollected(WeakReference reference)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return !reference.IsAlive;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference AddCopy()
    {
        var context = new AssemblyLoadContext("unloadable", isCollectible: true);
        var copy = context.LoadFromAssemblyPath(typeof(LibraryWithOption).Assembly.Location);
        var option = copy.GetType(typeof(LibraryWithOption).FullName!)!.GetProperty(nameof(LibraryWithOption.Option))!;
        _options.Add(Context(copy), new LibraryOption(() => option.GetValue(null), value => option.SetValue(null, value), "agent's"));
        Assert.Equal("agent's", option.GetValue(null));
        context.Unload();
        return new WeakReference(context);
    }

    private void Add() => _options.Add(
        Context(typeof(LibraryOptionsTests).Assembly), new LibraryOption(() => _value, value => _value = value, "agent's"));

    private static AttachContext Context(Assembly library) => new(new TracesSettings(), new MetricsSettings(), new ApplicationSdk(
        ExistingSdkMode.Both), library);
}

/// <summary>Tests that collect garbage run alone: others count what is allocated.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class GarbageCollection;

/// <summary>Stands for a library.</summary>
public static class LibraryWithOption
{
    /// <summary>Its setting.</summary>
    public static string? Option { get; set; }
}
