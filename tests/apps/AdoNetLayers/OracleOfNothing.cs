using System.Data;
using System.Data.Common;

namespace AdoNetLayers;

/// <summary>A command of a provider that nobody knows: it answers with the length of its text, and fails when there is none.</summary>
public sealed class OracleOfNothing : QueuedCommand
{
    public override object? ExecuteScalar() =>
        CommandText.Length > 0 ? CommandText.Length : throw new InvalidOperationException("no question");

    public override int ExecuteNonQuery() => (int)ExecuteScalar()!;

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        var table = new DataTable { Columns = { { "answer", typeof(int) } } };
        table.Rows.Add(ExecuteScalar());
        return table.CreateDataReader();
    }
}

/// <summary>Commands that are executed on another thread when that is asked for.</summary>
public abstract class QueuedCommand : DbCommand
{
    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        return ExecuteScalar();
    }

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) => Task.Run(ExecuteNonQuery, cancellationToken);

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return ExecuteDbDataReader(behavior);
    }

    public override string CommandText { get; set; } = "";
    public override int CommandTimeout { get; set; }
    public override CommandType CommandType { get; set; } = CommandType.Text;
    public override bool DesignTimeVisible { get; set; }
    public override UpdateRowSource UpdatedRowSource { get; set; }
    protected override DbConnection? DbConnection { get; set; }
    protected override DbTransaction? DbTransaction { get; set; }
    protected override DbParameterCollection DbParameterCollection => throw new NotSupportedException();
    public override void Cancel() { }
    public override void Prepare() { }
    protected override DbParameter CreateDbParameter() => throw new NotSupportedException();
}
