using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AutoInstr.Agent.Exporters;

/// <summary>A line of JSON, written again and again in the same buffer.</summary>
internal sealed class JsonLine : IDisposable
{
    private ArrayBufferWriter<byte> _line = new();

    /// <summary>What writes it.</summary>
    public Utf8JsonWriter Writer { get; } = new(
        Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Begins the next one.</summary>
    public void Begin()
    {
        if (_line.Capacity > RecordEncoder.LargestKeptBuffer)
            _line = new ArrayBufferWriter<byte>();
        _line.ResetWrittenCount();
        Writer.Reset(_line);
    }

    /// <summary>Ends it.</summary>
    /// <returns>The line, which is good until the next one begins.</returns>
    public ReadOnlySpan<byte> End()
    {
        Writer.Flush();
        _line.Write("\n"u8);
        return _line.WrittenSpan;
    }

    /// <inheritdoc/>
    public void Dispose() => Writer.Dispose();
}
