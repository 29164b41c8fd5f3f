using System.Data.Common;
using System.Diagnostics;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

using TaskData;

namespace Sample.Telemetry;

/// <summary>A span for every command that Entity Framework sends.</summary>
sealed class DatabaseSpans : DbCommandInterceptor
{
    /// <summary>Adds them to the tasks' database.</summary>
    public static void Add(IServiceCollection services) =>
        services.ConfigureDbContext<TasksDb>(options => options.AddInterceptors(new DatabaseSpans()));

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken)
    {
        Start(command, eventData);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken)
    {
        Current?.Stop();
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken)
    {
        Start(command, eventData);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken)
    {
        Current?.Stop();
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken)
    {
        Start(command, eventData);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public override ValueTask<object?> ScalarExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken)
    {
        Current?.Stop();
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken)
    {
        Current.Fail(eventData.Exception);
        Current?.Stop();
        return Task.CompletedTask;
    }

    private static Activity? Current => Activity.Current is { Kind: ActivityKind.Client } current && current.Source == Telemetry.Source
        ? current
        : null;

    private static void Start(DbCommand command, CommandEventData eventData)
    {
        var isPostgres = eventData.Context?.Database.IsNpgsql() == true;
        var operation = command.CommandText.Split(' ', 2)[0];
        var activity = Telemetry.Source.CreateActivity(operation, ActivityKind.Client);
        activity?.SetTag("db.system.name", isPostgres ? "postgresql" : "sqlite");
        activity?.SetTag("db.namespace", command.Connection?.Database);
        activity?.SetTag("db.query.text", command.CommandText);
        activity?.SetTag("db.operation.name", operation);
        if (isPostgres)
            activity?.SetTag("server.address", command.Connection?.DataSource);
        activity?.Start();
    }
}
