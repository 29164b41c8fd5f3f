using System.Threading.Channels;
using DotNetCore.CAP;
using DotNetCore.CAP.Internal;
using DotNetCore.CAP.Messages;
using DotNetCore.CAP.Monitoring;
using DotNetCore.CAP.Persistence;
using DotNetCore.CAP.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace Libraries.Messaging;

/// <summary>What CAP needs to run inside one process: a queue for a transport and nothing much for a storage.</summary>
sealed class CapInMemory : ICapOptionsExtension
{
    private static readonly TaskCompletionSource Started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>CAP starts in the background, its consumers last; what is published before is for a storage that keeps it.</summary>
    public static Task Listening => Started.Task;

    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton(new CapStorageMarkerService("memory"));
        services.AddSingleton(new CapMessageQueueMakerService("memory"));
        services.AddSingleton<Queue>();
        services.AddSingleton<ITransport>(provider => provider.GetRequiredService<Queue>());
        services.AddSingleton<IConsumerClientFactory>(provider => provider.GetRequiredService<Queue>());
        services.AddSingleton<IDataStorage, Storage>();
        services.AddSingleton<IStorageInitializer, Storage>();
    }

    private sealed class Queue : ITransport, IConsumerClientFactory
    {
        private readonly Channel<TransportMessage> _messages = Channel.CreateUnbounded<TransportMessage>();

        public BrokerAddress BrokerAddress { get; } = new("Memory", "localhost:1");

        public Task<OperateResult> SendAsync(TransportMessage message)
        {
            _messages.Writer.TryWrite(new TransportMessage(new Dictionary<string, string?>(message.Headers), message.Body));
            return Task.FromResult(OperateResult.Success);
        }

        public Task<IConsumerClient> CreateAsync(string groupName, byte groupConcurrent) =>
            Task.FromResult<IConsumerClient>(new Consumer(groupName, _messages.Reader, BrokerAddress));
    }

    private sealed class Consumer(string group, ChannelReader<TransportMessage> messages, BrokerAddress address) : IConsumerClient
    {
        public BrokerAddress BrokerAddress => address;

        public Func<TransportMessage, object?, Task>? OnMessageCallback { get; set; }

        public Action<LogMessageEventArgs>? OnLogCallback { get; set; }

        public Task SubscribeAsync(IEnumerable<string> topics) => Task.CompletedTask;

        public async Task ListeningAsync(TimeSpan timeout, CancellationToken cancellationToken)
        {
            Started.TrySetResult();
            await foreach (TransportMessage message in messages.ReadAllAsync(cancellationToken))
            {
                message.Headers[Headers.Group] = group;
                await OnMessageCallback!(message, null);
            }
        }

        public Task CommitAsync(object? sender) => Task.CompletedTask;

        public Task RejectAsync(object? sender) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Storage : IDataStorage, IStorageInitializer
    {
        private static int _id;

        public Task InitializeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public string GetPublishedTableName() => "published";

        public string GetReceivedTableName() => "received";

        public string GetLockTableName() => "locks";

        public Task<MediumMessage> StoreMessageAsync(string name, Message content, object? transaction = null) => Store(content);

        public Task<MediumMessage> StoreReceivedMessageAsync(string name, string group, Message content) => Store(content);

        public Task StoreReceivedExceptionMessageAsync(string name, string group, string content) => Task.CompletedTask;

        public Task ChangePublishStateAsync(MediumMessage message, StatusName state, object? transaction = null) => Task.CompletedTask;

        public Task ChangePublishStateToDelayedAsync(string[] ids) => Task.CompletedTask;

        public Task ChangeReceiveStateAsync(MediumMessage message, StatusName state) => Task.CompletedTask;

        public Task<bool> AcquireLockAsync(string key, TimeSpan ttl, string instance, CancellationToken token = default) =>
            Task.FromResult(true);

        public Task ReleaseLockAsync(string key, string instance, CancellationToken token = default) => Task.CompletedTask;

        public Task RenewLockAsync(string key, TimeSpan ttl, string instance, CancellationToken token = default) => Task.CompletedTask;

        public Task<int> DeleteExpiresAsync(string table, DateTime timeout, int batchCount = 1000, CancellationToken token = default) =>
            Task.FromResult(0);

        public Task<IEnumerable<MediumMessage>> GetPublishedMessagesOfNeedRetry(TimeSpan lookbackSeconds) => None();

        public Task<IEnumerable<MediumMessage>> GetReceivedMessagesOfNeedRetry(TimeSpan lookbackSeconds) => None();

        public Task ScheduleMessagesOfDelayedAsync(
            Func<object, IEnumerable<MediumMessage>, Task> scheduleTask, CancellationToken token = default) => Task.CompletedTask;

        public Task<int> DeleteReceivedMessageAsync(long id) => Task.FromResult(0);

        public Task<int> DeletePublishedMessageAsync(long id) => Task.FromResult(0);

        public IMonitoringApi GetMonitoringApi() => throw new NotSupportedException();

        private static Task<IEnumerable<MediumMessage>> None() => Task.FromResult(Enumerable.Empty<MediumMessage>());

        private static Task<MediumMessage> Store(Message content) =>
            Task.FromResult(
                new MediumMessage
                {
                    DbId = Interlocked.Increment(ref _id).ToString(),
                    Origin = content,
                    Content = "",
                    Added = DateTime.Now,
                });
    }
}
