using LiteDB;

/// <summary>Documents of LiteDB, in memory: written, changed, read, removed; and a mistake.</summary>
static class Documents
{
    public static Task RunAsync()
    {
        using var database = new LiteDatabase(":memory:");
        ILiteCollection<Book> books = database.GetCollection<Book>("books");
        books.EnsureIndex(book => book.Title, unique: true);
        books.Insert(new Book { Id = 1, Title = "Notes" });
        books.Insert([new Book { Id = 2, Title = "Letters" }, new Book { Id = 3, Title = "Lists" }]);
        books.Upsert(new Book { Id = 3, Title = "Songs" });
        books.Update(new Book { Id = 1, Title = "More notes" });
        Console.WriteLine(books.UpdateMany(book => new Book { Pages = 7 }, book => book.Id > 1));
        foreach (Book book in books.Find(book => book.Pages == 7).OrderBy(book => book.Id))
            Console.WriteLine(book.Title);
        Console.WriteLine(books.Count());
        Console.WriteLine(database.Execute("SELECT $.Title FROM books WHERE _id = 1").ToList().Single()["Title"].AsString);
        books.Delete(1);
        books.DeleteMany(book => book.Pages == 7);
        try
        {
            books.Insert([new Book { Id = 4, Title = "Twice" }, new Book { Id = 5, Title = "Twice" }]);
        }
        catch (LiteException exception)
        {
            Console.WriteLine(exception.ErrorCode);
        }
        Console.WriteLine(database.DropCollection("books"));
        return Task.CompletedTask;
    }

    private sealed class Book
    {
        public int Id { get; set; }

        public string Title { get; set; } = "";

        public int Pages { get; set; }
    }
}
