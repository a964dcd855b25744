CREATE TABLE book (id int PRIMARY KEY, title text NOT NULL, price numeric CHECK (price > 0));
CREATE TABLE note (id serial PRIMARY KEY, book int REFERENCES book, text text);
CREATE VIEW latest AS SELECT * FROM book ORDER BY id DESC LIMIT 10;
