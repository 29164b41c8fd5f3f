using System.Text.Json;

using RabbitMQ.Client;

using TaskData;

namespace TasksApi.Reports;

/// <summary>The queue that a RabbitMQ broker has.</summary>
sealed class RabbitMqReportQueue(string address) : IReportQueue, IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private IConnection? _connection;
    private IChannel? _channel;

    /// <inheritdoc/>
    public async Task EnqueueAsync(ReportJob job, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            _channel ??= await OpenAsync(cancellation);
            var properties = new BasicProperties
            {
                ContentType = "application/json",
                DeliveryMode = DeliveryModes.Persistent,
                MessageId = job.Id.ToString(),
            };
            using var activity = QueueSpans.StartSend(job, properties);
            await _channel.BasicPublishAsync(
                exchange: "", ReportJob.Queue, mandatory: true, properties, JsonSerializer.SerializeToUtf8Bytes(job), cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_channel is not null)
            await _channel.DisposeAsync();
        if (_connection is not null)
            await _connection.DisposeAsync();
        _gate.Dispose();
    }

    private async Task<IChannel> OpenAsync(CancellationToken cancellation)
    {
        _connection ??= await new ConnectionFactory { Uri = new Uri(address) }.CreateConnectionAsync(cancellation);
        var channel = await _connection.CreateChannelAsync(cancellationToken: cancellation);
        await channel.QueueDeclareAsync(
            ReportJob.Queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: cancellation);
        return channel;
    }
}
