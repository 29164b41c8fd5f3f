using System.Diagnostics;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Lifecycle;
using AutoInstr.Agent.SelfLog;
using OpenTelemetry;

namespace AutoInstr.Agent.Logs;

/// <summary>Where the patches of logging libraries, which are in the application's load context, hand over what they take.</summary>
/// <remarks>They find a delegate of BCL types by a name: neither side knows a type of the other's. It runs inside the application's
/// calls, so nothing leaves it.</remarks>
/// <param name="export">Who takes the records.</param>
internal sealed class LogIntake(BackgroundStart<LogExport> export)
{
    /// <summary>Key of the delegate; AutoInstr.Patches has it too, and the same parameters.</summary>
    private const string Key = "AutoInstr.Logs";

    /// <summary>Lets patches find it.</summary>
    public void Open()
    {
        AppContext.SetData(
            Key,
            new Action<DateTime, int, string?, string, (int, string?), string?, string?, IReadOnlyList<KeyValuePair<string, object?>>?,
                IReadOnlyList<KeyValuePair<string, object?>>?, Exception?>(Take));
        AppContext.SetData(Key + ".Deferred", new Action(static () => Log.Once(
            LogLevel.Warn, "existing-sdk logs",
                "the application has its own OpenTelemetry SDK: the log records that it exports are left to " +
            "it (AUTOINSTR_EXISTING_SDK=both exports them here as well)")));
    }

    /// <summary>Tells patches what is asked of them.</summary>
    /// <param name="settings">The settings of logs.</param>
    /// <param name="mode">Whether what an SDK of the application's exports is left to it.</param>
    public static void Configure(LogsSettings settings, ExistingSdkMode mode)
    {
        AppContext.SetSwitch(Key + ".Message", settings.IncludeFormattedMessage);
        AppContext.SetSwitch(Key + ".Correlation", settings.Correlation);
        AppContext.SetSwitch(Key + ".Both", mode == ExistingSdkMode.Both);
        AppContext.SetSwitch(Key + ".LeaveAll", mode == ExistingSdkMode.DeferAll);
    }

    private void Take(
        DateTime time, int severity, string? severityText, string category, (int Id, string? Name) kind, string? body, string? message,
        IReadOnlyList<KeyValuePair<string, object?>>? attributes, IReadOnlyList<KeyValuePair<string, object?>>? scopes,
        Exception? exception)
    {
        try
        {
            if (Sdk.SuppressInstrumentation || export.Value is not { } taker)
                return;
            taker.Take(new LogEntry
            {
                Timestamp = time,
                Severity = severity,
                SeverityText = severityText,
                Category = category,
                EventId = kind.Id,
                EventName = kind.Name,
                Body = body,
                Message = message,
                Attributes = attributes,
                Scopes = scopes,
                Exception = exception,
                Context = Activity.Current?.IdFormat == ActivityIdFormat.W3C ? Activity.Current.Context : default,
            });
        }
        catch (Exception failure)
        {
            Log.Once(
                LogLevel.Error, "log record", $"a log record could not be handled ({failure.GetType().Name}: {failure.Message}); " +
                "further ones are not reported");
        }
    }
}
