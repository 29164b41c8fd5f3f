using System.Buffers;
using AutoInstr.Viewer.Decoding;

namespace AutoInstr.Viewer.Collect;

/// <summary>Writes every request as a line of OTLP JSON, as the collector's file exporter does.</summary>
internal sealed class JsonLinesFile : IDisposable
{
    private readonly object _gate = new();
    private readonly FileStream _file;
    private readonly Action<string> _onError;
    private bool _failed;

    /// <summary>Creates the file, or empties it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="onError">Told once, should the file become unwritable; nothing is written from then on.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public JsonLinesFile(string path, Action<string> onError)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        _onError = onError;
    }

    /// <summary>Writes a request. Whoever reads the file sees the whole line at once.</summary>
    public void Write(ReceivedBatch batch)
    {
        var line = new ArrayBufferWriter<byte>();
        OtlpJsonWriter.Write(line, batch.Request);
        line.Write("\n"u8);
        lock (_gate)
        {
            if (_failed)
                return;
            try
            {
                _file.Write(line.WrittenSpan);
                _file.Flush();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                _failed = true;
                _onError($"nothing more is written to {_file.Name}: {e.Message}");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _file.Dispose();
    }
}
