using System.Data;
using System.Data.Common;

namespace AdoNetLayers;

/// <summary>Passes everything on to a command of another provider, and counts: what profilers do.</summary>
public sealed class CountingCommand(DbCommand inner) : DbCommand
{
    private readonly DbCommand _inner = inner;

    public int Count { get; private set; }

    public override object? ExecuteScalar()
    {
        Count++;
        return _inner.ExecuteScalar();
    }

    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken)
    {
        Count++;
        return _inner.ExecuteScalarAsync(cancellationToken);
    }

    public override int ExecuteNonQuery()
    {
        Count++;
        return _inner.ExecuteNonQuery();
    }

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        Count++;
        return _inner.ExecuteReader(behavior);
    }

    public override string CommandText { get => _inner.CommandText; set => _inner.CommandText = value; }
    public override int CommandTimeout { get => _inner.CommandTimeout; set => _inner.CommandTimeout = value; }
    public override CommandType CommandType { get => _inner.CommandType; set => _inner.CommandType = value; }
    public override bool DesignTimeVisible { get => _inner.DesignTimeVisible; set => _inner.DesignTimeVisible = value; }
    public override UpdateRowSource UpdatedRowSource { get => _inner.UpdatedRowSource; set => _inner.UpdatedRowSource = value; }
    protected override DbConnection? DbConnection { get => _inner.Connection; set => _inner.Connection = value; }
    protected override DbTransaction? DbTransaction { get => _inner.Transaction; set => _inner.Transaction = value; }
    protected override DbParameterCollection DbParameterCollection => _inner.Parameters;
    public override void Cancel() => _inner.Cancel();
    public override void Prepare() => _inner.Prepare();
    protected override DbParameter CreateDbParameter() => _inner.CreateParameter();
}
