using System.Data.Common;
using System.Diagnostics;
using AutoInstr.Sql;

namespace AutoInstr.Agent.Sources.Databases;

/// <summary>Makes a span of every command that Entity Framework Core announces and nobody else makes a span of.</summary>
internal sealed class EntityFrameworkCoreAdapter : IDisposable
{
    /// <summary>Name of the source of these spans.</summary>
    public const string SourceName = "AutoInstr.EntityFrameworkCore";

    private const string Executing = "Microsoft.EntityFrameworkCore.Database.Command.CommandExecuting";
    private const string Executed = "Microsoft.EntityFrameworkCore.Database.Command.CommandExecuted";
    private const string Failed = "Microsoft.EntityFrameworkCore.Database.Command.CommandError";
    private const string Canceled = "Microsoft.EntityFrameworkCore.Database.Command.CommandCanceled";

    private readonly ActivitySource _source = new(SourceName);
    private readonly PayloadProperty<DbCommand> _command = new("Command");
    private readonly PayloadProperty<Exception> _exception = new("Exception");

    private readonly Func<string, bool> _isEnabled;
    private readonly DiagnosticEvents _events;

    /// <summary>Begins to listen.</summary>
    /// <param name="isEnabled">Whether the instrumentation with an id is on.</param>
    public EntityFrameworkCoreAdapter(Func<string, bool> isEnabled)
    {
        _isEnabled = isEnabled;
        _events = new DiagnosticEvents("Microsoft.EntityFrameworkCore", IsWanted, Handle);
    }

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        _events.Dispose();
        _source.Dispose();
    }

    private static bool IsWanted(string name) => name is Executing or Executed or Failed or Canceled;

    private void Handle(string name, object? payload)
    {
        if (payload is null)
            return;
        if (name == Executing)
        {
            if (_source.HasListeners() && _command.Read(payload) is { } command)
                Start(command);
            return;
        }

        // Entity Framework announces the end where it announced the beginning, so that the span is still the current one.
        if (Activity.Current is not { } activity || activity.Source != _source)
            return;
        if (name == Failed && _exception.Read(payload) is { } exception)
        {
            activity.Fail(exception);
            if (exception is DbException { SqlState: { Length: > 0 } state })
                activity.SetTag("db.response.status_code", state).SetTag("error.type", state);
        }
        else if (name == Canceled)
        {
            activity.SetStatus(ActivityStatusCode.Error);
            activity.SetTag("error.type", typeof(OperationCanceledException).FullName);
        }

        activity.Stop();
    }

    private void Start(DbCommand command)
    {
        AdoNetProvider provider = AdoNetProvider.Of(command.GetType().Namespace);
        if ((provider.OwnSpans is not { } id || !_isEnabled(id)) && !PatchedLibraries.Contain(command.GetType().Assembly))
            DescribedCommand.Start(_source, command, provider);
    }
}
