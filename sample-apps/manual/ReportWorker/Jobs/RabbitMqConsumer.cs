using System.Text.Json;

using RabbitMQ.Client;
using RabbitMQ.Client.Events;

using TaskData;

namespace ReportWorker.Jobs;

/// <summary>Takes jobs from a RabbitMQ broker, one at a time.</summary>
sealed class RabbitMqConsumer(string address, JobRunner runner) : BackgroundService
{
    private readonly SemaphoreSlim _working = new(1);

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _working.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(address) }.CreateConnectionAsync(stoppingToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: stoppingToken);
        await channel.QueueDeclareAsync(
            ReportJob.Queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: stoppingToken);
        await channel.BasicQosAsync(prefetchSize: 0, prefetchCount: 1, global: false, stoppingToken);

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => HandleAsync(channel, delivery);
        await channel.BasicConsumeAsync(ReportJob.Queue, autoAck: false, consumer, stoppingToken);
        await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // The job that is being done at the end is done.
        await _working.WaitAsync(CancellationToken.None);
    }

    private async Task HandleAsync(IChannel channel, BasicDeliverEventArgs delivery)
    {
        await _working.WaitAsync();
        try
        {
            var job = JsonSerializer.Deserialize<ReportJob>(delivery.Body.Span)!;
            using var activity = QueueSpans.StartProcess(job, delivery.BasicProperties);
            if (await runner.RunAsync(job, CancellationToken.None))
                await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
            else
                await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: false);
        }
        finally
        {
            _working.Release();
        }
    }
}
