using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Libraries.Web;

/// <summary>A call that is answered, one that is refused, one that fails, a stream both ways, and one that reaches nobody.</summary>
static class GrpcCalls
{
    public static Task RunAsync() => Server.RunAsync(
        static services => services.AddGrpc(), static server => server.MapGrpcService<GreeterService>(), CallAsync, HttpProtocols.Http2);

    static async Task CallAsync(Uri address)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var client = new Greeter.GreeterClient(channel);
        await Server.TryAsync("hello", async () => (await client.SayHelloAsync(new() { Name = "Ann" })).Message);
        await Server.TryAsync("refused", async () => (await client.SayHelloAsync(new() { Name = "" })).Message);
        await Server.TryAsync("fails", async () => (await client.SayHelloAsync(new() { Name = "fail" })).Message);
        await Server.TryAsync("stream", () => StreamAsync(client));
        using var nowhere = GrpcChannel.ForAddress("http://127.0.0.1:1");
        await Server.TryAsync(
            "nobody", async () => (await new Greeter.GreeterClient(nowhere).SayHelloAsync(new() { Name = "Ann" })).Message);
    }

    static async Task<object?> StreamAsync(Greeter.GreeterClient client)
    {
        using var call = client.SayHellos();
        await call.RequestStream.WriteAsync(new() { Name = "Ann" });
        await call.RequestStream.WriteAsync(new() { Name = "Bob" });
        await call.RequestStream.CompleteAsync();
        var answers = new List<string>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
            answers.Add(reply.Message);
        return string.Join(", ", answers);
    }

    sealed class GreeterService : Greeter.GreeterBase
    {
        public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context) => request.Name switch
        {
            "" => throw new RpcException(new Status(StatusCode.InvalidArgument, "no name")),
            "fail" => throw new InvalidOperationException("as planned"),
            _ => Task.FromResult(new HelloReply { Message = "Hello " + request.Name }),
        };

        public override async Task SayHellos(
            IAsyncStreamReader<HelloRequest> requests, IServerStreamWriter<HelloReply> replies, ServerCallContext context)
        {
            await foreach (var request in requests.ReadAllAsync())
                await replies.WriteAsync(new HelloReply { Message = "Hello " + request.Name });
        }
    }
}
