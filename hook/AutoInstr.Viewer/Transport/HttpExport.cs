using System.Buffers;
using System.Net.Mime;
using System.Text;
using AutoInstr.Viewer.Decoding;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Net.Http.Headers;

namespace AutoInstr.Viewer.Transport;

/// <summary>OTLP/HTTP: a POST to the signal's path, in protobuf or JSON. See https://opentelemetry.io/docs/specs/otlp/#otlphttp.</summary>
/// <param name="intake">Takes the requests.</param>
/// <param name="maxBytes">How many bytes a request may have, compressed or not.</param>
internal sealed class HttpExport(Intake intake, int maxBytes)
{
    private const string Protobuf = "application/x-protobuf";

    /// <summary>Serves one request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        if (SignalEndpoint.All.FirstOrDefault(e => http.Request.Path == e.HttpPath) is not { } endpoint)
        {
            await RefuseAsync(http, StatusCodes.Status404NotFound, "there are /v1/traces, /v1/metrics and /v1/logs").ConfigureAwait(false);
        }
        else if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            await RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "send telemetry by POST").ConfigureAwait(false);
        }
        else if (ProtocolOf(http.Request) is not { } protocol)
        {
            const string Reason = $"send {Protobuf} or {MediaTypeNames.Application.Json}";
            await RefuseAsync(http, StatusCodes.Status415UnsupportedMediaType, Reason).ConfigureAwait(false);
        }
        else
        {
            await ExportAsync(http, endpoint, protocol).ConfigureAwait(false);
        }
    }

    private async Task ExportAsync(HttpContext http, SignalEndpoint endpoint, OtlpProtocol protocol)
    {
        IMessage request;
        try
        {
            var body = await RequestBody.ReadAsync(http.Request, maxBytes, http.RequestAborted).ConfigureAwait(false);
            request = protocol == OtlpProtocol.HttpJson ? endpoint.ParseJson(body) : endpoint.Parse(body);
        }
        catch (BadHttpRequestException e)
        {
            await RefuseAsync(http, protocol, e.StatusCode, e.Message).ConfigureAwait(false);
            return;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidProtocolBufferException or FormatException)
        {
            await RefuseAsync(http, protocol, StatusCodes.Status400BadRequest, e.Message).ConfigureAwait(false);
            return;
        }
        var response = intake.Accept(request, RequestOrigin.Of(http, protocol));
        await AnswerAsync(http, protocol, StatusCodes.Status200OK, response).ConfigureAwait(false);
    }

    private static OtlpProtocol? ProtocolOf(HttpRequest request) =>
        !MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? null
        : type.MediaType.Equals(Protobuf, StringComparison.OrdinalIgnoreCase) ? OtlpProtocol.HttpProtobuf
        : type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) ? OtlpProtocol.HttpJson
        : null;

    /// <summary>Refuses a request whose encoding is known: the reason is a google.rpc.Status in the same encoding.</summary>
    private static Task RefuseAsync(HttpContext http, OtlpProtocol protocol, int status, string reason)
    {
        var code = status == StatusCodes.Status413PayloadTooLarge ? StatusCode.ResourceExhausted : StatusCode.InvalidArgument;
        return AnswerAsync(http, protocol, status, new Otlp.Rpc.Status { Code = (int)code, Message = reason });
    }

    /// <summary>Refuses a request that is no OTLP, in plain text.</summary>
    private static Task RefuseAsync(HttpContext http, int status, string reason)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = MediaTypeNames.Text.Plain;
        return http.Response.WriteAsync($"{reason}\n", Encoding.UTF8, http.RequestAborted);
    }

    private static async Task AnswerAsync(HttpContext http, OtlpProtocol protocol, int status, IMessage message)
    {
        var body = new ArrayBufferWriter<byte>();
        if (protocol == OtlpProtocol.HttpProtobuf)
            message.WriteTo(body);
        else
            OtlpJsonWriter.Write(body, message);
        http.Response.StatusCode = status;
        http.Response.ContentType = protocol == OtlpProtocol.HttpProtobuf ? Protobuf : MediaTypeNames.Application.Json;
        http.Response.ContentLength = body.WrittenCount;
        await http.Response.Body.WriteAsync(body.WrittenMemory, http.RequestAborted).ConfigureAwait(false);
    }
}
