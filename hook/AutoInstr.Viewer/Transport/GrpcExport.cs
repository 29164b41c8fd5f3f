using System.Buffers;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace AutoInstr.Viewer.Transport;

/// <summary>OTLP/gRPC: the Export method of every signal's service.</summary>
/// <param name="intake">Takes the requests.</param>
internal sealed class GrpcExport(Intake intake)
{
    private IMessage Export(IMessage request, ServerCallContext context) =>
        intake.Accept(request, RequestOrigin.Of(context.GetHttpContext(), OtlpProtocol.Grpc));

    /// <summary>Tells the gRPC server which methods there are. Unlike generated services, a request that cannot be decoded is answered with
    /// INVALID_ARGUMENT, as OTLP wants it, and not with UNKNOWN.</summary>
    internal sealed class Methods : IServiceMethodProvider<GrpcExport>
    {
        /// <inheritdoc/>
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<GrpcExport> context)
        {
            foreach (var endpoint in SignalEndpoint.All)
            {
                var method = new Method<IMessage, IMessage>(
                    MethodType.Unary, endpoint.GrpcService, "Export", Marshaller(endpoint), Marshaller(endpoint));
                context.AddUnaryMethod(method, [], static (service, request, call) => Task.FromResult(service.Export(request, call)));
            }
        }

        private static Marshaller<IMessage> Marshaller(SignalEndpoint endpoint) => new(Serialize, call => Deserialize(endpoint, call));

        private static void Serialize(IMessage message, SerializationContext context)
        {
            context.SetPayloadLength(message.CalculateSize());
            message.WriteTo(context.GetBufferWriter());
            context.Complete();
        }

        private static IMessage Deserialize(SignalEndpoint endpoint, DeserializationContext context)
        {
            try
            {
                var payload = context.PayloadAsReadOnlySequence();
                return endpoint.Parse(payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray());
            }
            catch (Exception e) when (e is InvalidProtocolBufferException or InvalidDataException)
            {
                throw new RpcException(new Status(StatusCode.InvalidArgument, e.Message));
            }
        }
    }
}
