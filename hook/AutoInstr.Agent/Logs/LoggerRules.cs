using System.Collections.Concurrent;
using System.Diagnostics;
using AutoInstr.Agent.Configuration;

namespace AutoInstr.Agent.Logs;

/// <summary>Which log records are taken, by the names of their loggers.</summary>
/// <param name="rules">The rules.</param>
internal sealed class LoggerRules(ScopeRules<LoggerRule> rules)
{
    /// <summary>Whoever makes names of loggers without end does not fill the memory with them.</summary>
    private const int MostNames = 10_000;

    private readonly ConcurrentDictionary<string, LoggerRule> _known = new(StringComparer.Ordinal);

    /// <summary>Whether a log record is taken.</summary>
    public bool Allow(in LogEntry entry)
    {
        if (!_known.TryGetValue(entry.Category, out var rule))
        {
            rule = rules.Of(entry.Category);
            if (_known.Count < MostNames)
                _known.TryAdd(entry.Category, rule);
        }
        return rule.Enabled && (entry.Severity == 0 || entry.Severity >= rule.MinimumSeverity) &&
            (!rule.TraceBased || entry.Context.TraceId == default || entry.Context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded));
    }
}
