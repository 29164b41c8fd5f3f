using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using AutoInstr.Webhook.Injection;
using k8s;
using k8s.Models;

namespace AutoInstr.Webhook.Cluster;

/// <summary>The annotations of namespaces, which a review needs and an admission request does not have. They are watched, so that a
/// review waits for nobody; one that is newer than the watch is asked for, and not waited for long.</summary>
/// <param name="cluster">The API server.</param>
/// <param name="log">Where losing it is said.</param>
internal sealed partial class Namespaces(IKubernetes cluster, ILogger<Namespaces> log) : BackgroundService
{
    /// <summary>Of the 100 ms that a review may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(60);

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>So long the server is to keep a watch; one that lasts longer has lost its server without hearing of it.</summary>
    private static readonly TimeSpan LongestWatch = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> _annotations = new(StringComparer.Ordinal);

    private TimeSpan _pause = ShortestPause;

    /// <summary>Whether all that there are have been read once.</summary>
    public bool IsRead { get; private set; }

    /// <summary>The annotations of one.</summary>
    /// <returns><see langword="null"/> when they cannot be had in time.</returns>
    public async Task<IReadOnlyDictionary<string, string>?> FindAsync(string name, CancellationToken cancellation) =>
        _annotations.TryGetValue(name, out var known) ? known : await AskAsync(name, Patience, cancellation);

    /// <summary>Asks for one as a review does that finds it unknown, so that the first one need not wait for that to be compiled.</summary>
    /// <returns>Whether there was an answer.</returns>
    public async Task<bool> WarmUpAsync(CancellationToken cancellation) =>
        await AskAsync("kube-system", LongestWarmUp, cancellation) is not null;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Lost(exception.Message);
                _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            }
            await Task.Delay(_pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads all, and then what changes, until the server ends it, as it does every now and then.</summary>
    private async Task WatchAsync(CancellationToken cancellation)
    {
        var all = await cluster.CoreV1.ListNamespaceAsync(cancellationToken: cancellation);
        foreach (var gone in _annotations.Keys.Except(all.Items.Select(static item => item.Name())))
            _annotations.TryRemove(gone, out _);
        foreach (var item in all.Items)
            _annotations[item.Name()] = Asking(item);
        IsRead = true;
        _pause = ShortestPause;
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        lost.CancelAfter(LongestWatch * 1.5);
        var changes = cluster.CoreV1.WatchListNamespaceAsync(
            resourceVersion: all.ResourceVersion(), timeoutSeconds: (int)LongestWatch.TotalSeconds, cancellationToken: lost.Token);
        await foreach (var (change, item) in changes)
        {
            if (change == WatchEventType.Deleted)
                _annotations.TryRemove(item.Name(), out _);
            else if (change is WatchEventType.Added or WatchEventType.Modified)
                _annotations[item.Name()] = Asking(item);
            else if (change == WatchEventType.Error)
                return;
        }
    }

    private async Task<IReadOnlyDictionary<string, string>?> AskAsync(string name, TimeSpan longest, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(longest);
        try
        {
            var found = await cluster.CoreV1.ReadNamespaceAsync(name, cancellationToken: patience.Token);
            // What the watch has told meanwhile is newer.
            return _annotations.GetOrAdd(name, Asking(found));
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>Only what asks for something is kept: of some namespaces there are many, and they hold much.</summary>
    private static IReadOnlyDictionary<string, string> Asking(V1Namespace item) =>
        item.Annotations()?.Where(static annotation => InjectionRequest.IsRead(annotation.Key)).ToDictionary(StringComparer.Ordinal)
        ?? (IReadOnlyDictionary<string, string>)ReadOnlyDictionary<string, string>.Empty;

    [LoggerMessage(LogLevel.Warning, "Namespaces cannot be watched, those that are known stay in force: {Reason}")]
    private partial void Lost(string reason);
}
