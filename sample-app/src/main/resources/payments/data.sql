insert into payment (order_number, amount, card_last_four, status) values
	('A-1001', 11.40, '4242', 'CAPTURED'),
	('A-1002', 17.10, '4242', 'CAPTURED'),
	('A-1003', 8.10, '0002', 'DECLINED');
